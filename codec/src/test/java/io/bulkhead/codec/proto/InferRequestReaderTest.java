package io.bulkhead.codec.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.protocol.InferParameter;
import io.bulkhead.protocol.InferTensorContents;
import io.bulkhead.protocol.ModelInferRequest;
import io.bulkhead.protocol.ModelInferRequest.InferInputTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InferRequestReaderTest {
    private final InferRequestReader reader = new InferRequestReader(Dialect.PUBLIC);

    @Test
    void readsRawNumbersFromTheMessagesOwnMemory() {
        byte[] memory = littleEndian(8).putFloat(1.5f).putFloat(-0.25f).array();
        ModelInferRequest message =
                raw(input("x", "FP32", 1, 2), UnsafeByteOperations.unsafeWrap(memory));

        Tensor x = reader.read(message).inputs().get(0);
        ByteBuffer.wrap(memory).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, 7f);

        assertThat(x.toFloats()).containsExactly(7f, -0.25f);
        assertThat(x.shape()).isEqualTo(Shape.of(1, 2));
    }

    @ParameterizedTest
    @CsvSource({
        "BOOL, 1",
        "INT8, 1",
        "UINT8, 1",
        "INT16, 2",
        "UINT16, 2",
        "FP16, 2",
        "BF16, 2",
        "INT32, 4",
        "UINT32, 4",
        "FP32, 4",
        "INT64, 8",
        "UINT64, 8",
        "FP64, 8"
    })
    void readsEveryDatatypeThatHasAWidthFromRawContents(String datatype, int width) {
        ByteString bytes = ByteString.copyFrom(new byte[3 * width]);

        Tensor x = reader.read(raw(input("x", datatype, 3), bytes)).inputs().get(0);

        assertThat(x.datatype().name()).isEqualTo(datatype);
        assertThat(x.size()).isEqualTo(3);
    }

    @Test
    void readsRawStringsByTheirLengths() {
        ByteString bytes = prefixed("ab", "", "cde");

        Tensor x = reader.read(raw(input("x", "BYTES", 3), bytes)).inputs().get(0);

        assertThat(x.toStrings()).containsExactly("ab", "", "cde");
    }

    @Test
    void aShapeMayCountTheBytesOfTheOneString() {
        Tensor x = reader.read(raw(input("x", "BYTES", 3), prefixed("cde"))).inputs().get(0);

        assertThat(x.shape()).isEqualTo(Shape.of(1));
        assertThat(x.toStrings()).containsExactly("cde");
    }

    @Test
    void saysWhereALengthLeavesTheContents() {
        byte[] bytes =
                littleEndian(10).putInt(2).put((byte) 'a').put((byte) 'b').putInt(900).array();

        refuses(
                raw(input("x", "BYTES", 2), ByteString.copyFrom(bytes)),
                "input 'x': element 1 at byte 6 of the raw contents: its length is 900, but only 0"
                        + " bytes follow");
    }

    @Test
    void refusesALengthThatIsNegativeAsAnInt() {
        byte[] bytes = littleEndian(4).putInt(-1).array();

        refuses(
                raw(input("x", "BYTES", 1), ByteString.copyFrom(bytes)),
                "input 'x': element 0 at byte 0 of the raw contents: its length is 4294967295, but"
                        + " only 0 bytes follow");
    }

    @Test
    void refusesBytesAfterTheLastString() {
        refuses(
                raw(input("x", "BYTES", 1), prefixed("ab", "cd")),
                "input 'x': its 1 elements end at byte 6 of the raw contents, but 6 bytes follow");
    }

    @Test
    void refusesMoreStringsThanThereAreBytesBeforeTakingMemory() {
        refuses(
                raw(input("x", "BYTES", Integer.MAX_VALUE), prefixed("ab")),
                "input 'x': 2147483647 elements need a length of 4 bytes each, got 6 bytes of raw"
                        + " contents in all");
    }

    @Test
    void refusesRawContentsThatDoNotFillTheShape() {
        refuses(
                raw(input("x", "FP64", 2, 4), ByteString.copyFrom(new byte[32])),
                "input 'x': 8 values of FP64 need 64 bytes of raw contents, got 32");
    }

    @Test
    void refusesAShapeWhoseProductOverflows() {
        refuses(
                raw(input("x", "FP64", Long.MAX_VALUE, 4), ByteString.copyFrom(new byte[32])),
                "input 'x': shape [9223372036854775807,4] has more elements than any message"
                        + " holds");
    }

    @Test
    void refusesAHugeShapeWithTinyData() {
        refuses(
                raw(input("x", "FP64", 1L << 40), ByteString.copyFrom(new byte[8])),
                "input 'x': 1099511627776 values of FP64 need more bytes of raw contents, got 8");
    }

    @Test
    void refusesANegativeDimension() {
        refuses(
                raw(input("x", "FP64", 1, -1), ByteString.EMPTY),
                "input 'x': shape[1] must be 0 or more, found -1");
    }

    @Test
    void refusesAnUnknownDatatypeAndNamesTheKnownOnes() {
        assertThatThrownBy(() -> reader.read(raw(input("x", "FP128", 1), ByteString.EMPTY)))
                .isInstanceOf(ServingException.class)
                .hasMessageStartingWith("input 'x': datatype 'FP128' must be one of BOOL, UINT8")
                .hasMessageEndingWith("BYTES");
    }

    @Test
    void givesRawContentsToTheInputsWithoutTheirOwn() {
        ModelInferRequest message =
                ModelInferRequest.newBuilder()
                        .addInputs(input("a", "INT32", 2).setContents(ints(1, 2)))
                        .addInputs(input("empty", "INT32", 0))
                        .addInputs(input("c", "INT32", 1))
                        .addRawInputContents(ByteString.copyFrom(littleEndian(4).putInt(9).array()))
                        .build();

        List<Tensor> inputs = reader.read(message).inputs();

        assertThat(inputs.get(0).toLongs()).containsExactly(1, 2);
        assertThat(inputs.get(1).size()).isZero();
        assertThat(inputs.get(2).toLongs()).containsExactly(9);
    }

    @Test
    void refusesFewerRawContentsThanInputsThatNeedThem() {
        ModelInferRequest message =
                raw(input("x", "FP64", 1), ByteString.copyFrom(new byte[8])).toBuilder()
                        .addInputs(input("y", "FP64", 1))
                        .build();

        refuses(
                message,
                "input 'y': no contents, and raw_input_contents has no entry left after 1");
    }

    @Test
    void refusesMoreRawContentsThanInputsThatNeedThem() {
        ModelInferRequest message =
                raw(input("x", "FP64", 1), ByteString.copyFrom(new byte[8])).toBuilder()
                        .addRawInputContents(ByteString.EMPTY)
                        .build();

        refuses(
                message,
                "raw_input_contents has 2 entries, but only 1 tensors without contents of their"
                        + " own");
    }

    @Test
    void readsTypedValuesOfEveryDatatypeThatHasAField() {
        assertThat(typed("BOOL", contents().addBoolContents(true).addBoolContents(false)).toLongs())
                .containsExactly(1, 0);
        assertThat(typed("INT8", ints(1, -128)).toLongs()).containsExactly(1, -128);
        assertThat(typed("INT16", ints(1, -32768)).toLongs()).containsExactly(1, -32768);
        assertThat(typed("INT32", ints(1, Integer.MIN_VALUE)).toLongs())
                .containsExactly(1, Integer.MIN_VALUE);
        assertThat(typed("UINT8", uints(1, 255)).toLongs()).containsExactly(1, 255);
        assertThat(typed("UINT16", uints(1, 65535)).toLongs()).containsExactly(1, 65535);
        assertThat(typed("UINT32", uints(1, -1)).toLongs()).containsExactly(1, 4294967295L);
        assertThat(typed("INT64", contents().addInt64Contents(1).addInt64Contents(-2)).toLongs())
                .containsExactly(1, -2);
        assertThat(typed("UINT64", contents().addUint64Contents(1).addUint64Contents(-1)).toLongs())
                .containsExactly(1, -1);
        assertThat(typed("FP32", contents().addFp32Contents(1.5f).addFp32Contents(2)).toFloats())
                .containsExactly(1.5f, 2f);
        assertThat(typed("FP64", contents().addFp64Contents(0.1).addFp64Contents(2)).toDoubles())
                .containsExactly(0.1, 2);
    }

    @Test
    void readsTypedStrings() {
        InferTensorContents.Builder values =
                contents()
                        .addBytesContents(ByteString.copyFromUtf8("h\u00e9llo"))
                        .addBytesContents(ByteString.EMPTY);

        assertThat(typed("BYTES", values).toStrings()).containsExactly("h\u00e9llo", "");
    }

    @Test
    void takesNumbersFromAnotherDatatypesField() {
        assertThat(typed("FP64", ints(3, 4)).toDoubles()).containsExactly(3, 4);
        assertThat(typed("INT8", contents().addFp64Contents(3).addFp64Contents(-4)).toLongs())
                .containsExactly(3, -4);
    }

    @Test
    void refusesNumbersThatWouldChange() {
        refuses(of("INT8", ints(1, 300)), "input 'x': int_contents[1] is 300, no INT8");
        refuses(of("UINT8", ints(1, -1)), "input 'x': int_contents[1] is -1, no UINT8");
        refuses(
                of("INT32", contents().addFp64Contents(1).addFp64Contents(1.9)),
                "input 'x': fp64_contents[1] is 1.9, no INT32");
        refuses(
                of("INT64", contents().addUint64Contents(1).addUint64Contents(-1)),
                "input 'x': uint64_contents[1] is 18446744073709551615, no INT64");
    }

    @Test
    void refusesValuesThatDoNotFillTheShape() {
        refuses(
                of("FP64", contents().addFp64Contents(1)),
                "input 'x': its shape needs 2 values, got 1");
    }

    @Test
    void refusesStringsAsNumbersAndNumbersAsStrings() {
        InferTensorContents.Builder strings =
                contents().addBytesContents(ByteString.EMPTY).addBytesContents(ByteString.EMPTY);

        refuses(
                of("FP32", strings),
                "input 'x': FP32 values must be in fp32_contents, found bytes_contents");
        refuses(
                of("BYTES", ints(1, 2)),
                "input 'x': BYTES values must be in bytes_contents, found int_contents");
    }

    @Test
    void refusesHalfPrecisionWithoutRawContents() {
        refuses(
                of("FP16", contents()),
                "input 'x': contents have no field for FP16; raw_input_contents are wanted");
    }

    @Test
    void refusesValuesInTwoFields() {
        refuses(
                of("INT32", ints(1, 2).addFp32Contents(1)),
                "input 'x': values must be in one field of contents, found both int_contents and"
                        + " fp32_contents");
    }

    @Test
    void refusesARequestWithoutInputs() {
        assertThatThrownBy(() -> reader.read(ModelInferRequest.getDefaultInstance()))
                .isInstanceOfSatisfying(
                        ServingException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessage("inputs: at least one is wanted, found none");
    }

    @Test
    void refusesMoreInputsThanTheLimit() {
        ModelInferRequest.Builder message = ModelInferRequest.newBuilder();
        for (int i = 0; i < 1_001; i++) {
            message.addInputs(input("x", "FP32", 0));
        }

        refuses(message.build(), "inputs: at most 1000 are taken, found 1001");
    }

    @Test
    void refusesAContentTypeThatIsNoText() {
        ModelInferRequest message =
                of("INT32", ints(1, 2)).toBuilder()
                        .putParameters(
                                "content_type",
                                InferParameter.newBuilder().setBoolParam(true).build())
                        .build();

        refuses(message, "request: parameter 'content_type' must be a string, found true");
    }

    @Test
    void readsParametersOfEveryType() {
        ModelInferRequest message =
                of("INT32", ints(1, 2)).toBuilder()
                        .putParameters("s", InferParameter.newBuilder().setStringParam("t").build())
                        .putParameters("i", InferParameter.newBuilder().setInt64Param(7).build())
                        .putParameters("b", InferParameter.newBuilder().setBoolParam(false).build())
                        .putParameters("d", InferParameter.newBuilder().setDoubleParam(0.5).build())
                        .putParameters("u", InferParameter.newBuilder().setUint64Param(8).build())
                        .putParameters("none", InferParameter.getDefaultInstance())
                        .build();

        InferenceRequest request = reader.read(message);

        assertThat(request.parameters().asMap())
                .hasSize(5)
                .containsEntry("s", "t")
                .containsEntry("i", 7L)
                .containsEntry("b", false)
                .containsEntry("d", 0.5)
                .containsEntry("u", 8L);
    }

    private void refuses(ModelInferRequest message, String reason) {
        assertThatThrownBy(() -> reader.read(message))
                .isInstanceOf(ServingException.class)
                .hasMessage(reason);
    }

    private Tensor typed(String datatype, InferTensorContents.Builder contents) {
        Tensor x = reader.read(of(datatype, contents)).inputs().get(0);
        assertThat(x.datatype()).isEqualTo(Datatype.valueOf(datatype));
        return x;
    }

    private static ModelInferRequest of(String datatype, InferTensorContents.Builder contents) {
        return ModelInferRequest.newBuilder()
                .addInputs(input("x", datatype, 2).setContents(contents))
                .build();
    }

    private static ModelInferRequest raw(InferInputTensor.Builder input, ByteString bytes) {
        return ModelInferRequest.newBuilder().addInputs(input).addRawInputContents(bytes).build();
    }

    private static InferInputTensor.Builder input(String name, String datatype, long... shape) {
        InferInputTensor.Builder input =
                InferInputTensor.newBuilder().setName(name).setDatatype(datatype);
        for (long dimension : shape) {
            input.addShape(dimension);
        }
        return input;
    }

    private static InferTensorContents.Builder contents() {
        return InferTensorContents.newBuilder();
    }

    private static InferTensorContents.Builder ints(int... values) {
        InferTensorContents.Builder contents = contents();
        for (int value : values) {
            contents.addIntContents(value);
        }
        return contents;
    }

    private static InferTensorContents.Builder uints(int... values) {
        InferTensorContents.Builder contents = contents();
        for (int value : values) {
            contents.addUintContents(value);
        }
        return contents;
    }

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteString prefixed(String... values) {
        ByteBuffer bytes = littleEndian(1_000);
        for (String value : values) {
            byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
            bytes.putInt(utf8.length).put(utf8);
        }
        return ByteString.copyFrom(bytes.flip());
    }
}
