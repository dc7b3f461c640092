package io.bulkhead.api.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.Parameters;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TensorTest {
    @Test
    void rejectsShapeThatDoesNotMatchItsData() {
        assertThatThrownBy(() -> Tensor.of("x", Shape.of(2, 2), new float[] {1, 2, 3}))
                .isInstanceOfSatisfying(
                        ServingException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.UNPROCESSABLE))
                .hasMessage("tensor 'x': shape [2,2] does not fit its 3 values");
    }

    @Test
    void rejectsShapeWhoseSizeOverflows() {
        long huge = 1L << 40;
        assertThatThrownBy(() -> Tensor.of("x", Shape.of(huge, huge), new float[0]))
                .isInstanceOf(ServingException.class);
    }

    @Test
    void aShapeWithAZeroHoldsNothingHoweverLargeItsOtherDimensions() {
        long huge = Long.MAX_VALUE;
        assertThat(Shape.of(huge, 0, huge).elementCount()).isZero();
        assertThat(Shape.of().elementCount()).isOne();
        assertThat(Shape.of(2, 3)).hasToString("[2,3]").isEqualTo(Shape.of(2, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> Shape.of(-2));
        assertThatIllegalStateException().isThrownBy(() -> Shape.of(-1, 4).elementCount());
    }

    @Test
    void aTensorInMetadataMayHaveAnySizeButOneWithValuesMayNot() {
        assertThat(Shape.of(-1, 4).isFixed()).isFalse();
        assertThatThrownBy(() -> Tensor.of("x", Shape.of(-1, 4), new float[4]))
                .isInstanceOf(ServingException.class);
    }

    @Test
    void memoryIsLittleEndianAsInTheProtocolsRawContents() {
        ByteBuffer bytes = Tensor.of("x", Shape.of(1), new int[] {0x01020304}).bytes();
        assertThat(bytes.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes.get(0)).isEqualTo((byte) 4);
    }

    @Test
    void wrappedMemoryIsNotCopied() {
        ByteBuffer memory = NumericData.allocate(Datatype.FP32, 2);
        NumericData data = NumericData.wrap(Datatype.FP32, memory);
        memory.putFloat(4, 7f);
        assertThat(data.floats().get(1)).isEqualTo(7f);
    }

    @Test
    void theMemoryGivenOutCannotBeWritten() {
        ByteBuffer bytes = Tensor.of("x", Shape.of(1), new float[] {1}).bytes();
        assertThatThrownBy(() -> bytes.put(0, (byte) 1))
                .isInstanceOf(ReadOnlyBufferException.class);
    }

    @Test
    void wrapRefusesBytesThatAreNoMultipleOfTheWidth() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NumericData.wrap(Datatype.FP64, ByteBuffer.allocate(12)))
                .withMessageContaining("12 bytes")
                .withMessageContaining("FP64");
    }

    @ParameterizedTest
    @EnumSource(
            value = Datatype.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"BYTES"})
    void everyNumericDatatypeReadsItsOneAsOne(Datatype datatype) {
        ByteBuffer memory = NumericData.allocate(datatype, 1);
        switch (datatype) {
            case FP64 -> memory.putDouble(0, 1);
            case FP32 -> memory.putFloat(0, 1);
            case FP16 -> memory.putShort(0, HalfFloat.fromFloat(1));
            case BF16 -> memory.putShort(0, HalfFloat.bfloat16FromFloat(1));
            default -> memory.put(0, (byte) 1);
        }
        NumericData data = NumericData.wrap(datatype, memory);
        assertThat(data.toDoubles()).containsExactly(1);
        assertThat(data.toFloats()).containsExactly(1);
        assertThat(data.toLongs()).containsExactly(1);
    }

    @Test
    void unsignedNumbersAreNotNegative() {
        ByteBuffer memory = NumericData.allocate(Datatype.UINT8, 1).put(0, (byte) -1);
        assertThat(NumericData.wrap(Datatype.UINT8, memory).longAt(0)).isEqualTo(255);
        ByteBuffer wide = NumericData.allocate(Datatype.UINT64, 1).putLong(0, -1);
        assertThat(NumericData.wrap(Datatype.UINT64, wide).doubleAt(0)).isEqualTo(0x1p64);
        ByteBuffer int32 = NumericData.allocate(Datatype.UINT32, 1).putInt(0, -1);
        assertThat(NumericData.wrap(Datatype.UINT32, int32).doubleAt(0)).isEqualTo(0xffffffffL);
    }

    @Test
    void bytesKeepTheirBoundsAndTheirNulls() {
        BytesData data = BytesData.ofStrings(Arrays.asList("", "é", null, "b"));
        assertThat(data.toStrings()).containsExactly("", "é", "", "b");
        assertThat(data.lengthAt(1)).isEqualTo(2);
        assertThat(data.isNull(2)).isTrue();
        assertThat(data.isNull(0)).isFalse();
        assertThat(data.byteCount()).isEqualTo(3);
        assertThat(data.bytesAt(3)).containsExactly('b');
    }

    @Test
    void bytesInDirectMemoryReadTheSame() {
        ByteBuffer direct = ByteBuffer.allocateDirect(3).put(0, (byte) 'a').put(1, (byte) 'b');
        BytesData data = BytesData.wrap(direct, new int[] {0, 1, 2});
        assertThat(data.toStrings()).containsExactly("a", "b");
    }

    @Test
    void bytesRefuseOffsetsThatLeaveTheBuffer() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BytesData.wrap(ByteBuffer.allocate(2), new int[] {0, 3}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BytesData.wrap(ByteBuffer.allocate(2), new int[] {0, 2, 1}));
    }

    @Test
    void askingTextForNumbersNamesTheInput() {
        Tensor text = Tensor.ofStrings("city", Shape.of(1), List.of("Oslo"));
        assertThatThrownBy(text::toDoubles)
                .isInstanceOf(ServingException.class)
                .hasMessageContaining("'city'")
                .hasMessageContaining("BYTES");
    }

    @Test
    void renamedAndReshapedTensorsShareTheirMemory() {
        Tensor tensor = Tensor.of("x", Shape.of(4), new float[] {1, 2, 3, 4});
        Tensor other = tensor.withName("y").withShape(Shape.of(2, 2));
        assertThat(other.data()).isSameAs(tensor.data());
        assertThat(other.withParameters(Parameters.ofContentType("np")).contentType())
                .isEqualTo("np");
    }

    @Test
    void textIsComparedByItsBytes() {
        BytesData data = BytesData.ofStrings(List.of("", "Zürich", "Zurich"));
        byte[] zurich = "Zürich".getBytes(StandardCharsets.UTF_8);

        assertThat(data.equalsAt(1, zurich)).isTrue();
        assertThat(data.equalsAt(2, zurich)).isFalse();
        assertThat(data.equalsAt(0, zurich)).isFalse();
        assertThat(data.hashAt(1)).isEqualTo(Arrays.hashCode(zurich));
        assertThat(data.hashAt(0)).isEqualTo(Arrays.hashCode(new byte[0]));
    }

    @Test
    void manySingleNumbersWidenAsFewDo() {
        float[] values = new float[1300];
        for (int i = 0; i < values.length; i++) {
            values[i] = i * 0.1f;
        }

        double[] widened = NumericData.of(values).toDoubles();

        assertThat(widened).hasSize(1300);
        assertThat(widened[0]).isZero();
        assertThat(widened[511]).isEqualTo(511 * 0.1f);
        assertThat(widened[512]).isEqualTo(512 * 0.1f);
        assertThat(widened[1299]).isEqualTo(1299 * 0.1f);
    }
}
