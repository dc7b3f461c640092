package io.bulkhead.codec.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestedOutput;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.protocol.ModelInferRequest;
import io.bulkhead.protocol.ModelInferResponse;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoundTripTest {
    private static final ModelId MODEL = new ModelId("iris", "3");

    @Test
    void aRequestComesOutOfAChildsWireAsItWentIn() throws InvalidProtocolBufferException {
        InferenceRequest request =
                new InferenceRequest(
                        "id-1",
                        everything(),
                        List.of(
                                new Tensor(
                                        "x",
                                        Shape.of(2),
                                        NumericData.of(new float[] {1, Float.NaN}),
                                        Parameters.of("content_type", "np")),
                                new Tensor("empty", Shape.of(0, 4), NumericData.of(new long[0])),
                                new Tensor(
                                        "s",
                                        Shape.of(3),
                                        BytesData.ofStrings(Arrays.asList("a", null, "")),
                                        everything())),
                        List.of(new RequestedOutput("predict", everything())));

        InferenceRequest read = throughChild(request);

        assertThat(read.id()).isEqualTo("id-1");
        assertThat(read.parameters()).isEqualTo(everything());
        assertThat(read.outputs()).isEqualTo(request.outputs());
        assertThat(read.inputs().get(0).toFloats()).containsExactly(1, Float.NaN);
        assertThat(read.inputs().get(0).contentType()).isEqualTo("np");
        assertThat(read.inputs().get(1).shape()).isEqualTo(Shape.of(0, 4));
        BytesData strings = read.inputs().get(2).strings();
        assertThat(strings.toStrings()).containsExactly("a", "", "");
        assertThat(strings.isNull(1)).isTrue();
        assertThat(strings.isNull(2)).isFalse();
        assertThat(read.inputs().get(2).parameters()).isEqualTo(everything());
    }

    @ParameterizedTest
    @EnumSource(value = Datatype.class, names = "BYTES", mode = EnumSource.Mode.EXCLUDE)
    void numbersOfEveryDatatypeKeepTheirBits(Datatype datatype)
            throws InvalidProtocolBufferException {
        byte[] bits = new byte[4 * datatype.byteSize()];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = (byte) (i * 37 - 5);
        }
        NumericData data = NumericData.wrap(datatype, ByteBuffer.wrap(bits));

        InferenceRequest read =
                throughChild(InferenceRequest.of(new Tensor("x", Shape.of(2, 2), data)));

        assertThat(read.inputs().get(0).datatype()).isEqualTo(datatype);
        assertThat(read.inputs().get(0).bytes()).isEqualTo(data.bytes());
    }

    @Test
    void anAnswerComesOutOfAChildsWireAsItWentIn() throws InvalidProtocolBufferException {
        InferenceResponse response =
                new InferenceResponse(
                        List.of(
                                Tensor.of("y", Shape.of(1, 2), new double[] {1, 2}),
                                new Tensor(
                                        "s",
                                        Shape.of(2),
                                        BytesData.ofStrings(Arrays.asList(null, "b")))),
                        everything());
        ModelInferResponse message =
                new InferResponseWriter(Dialect.CHILD)
                        .write(MODEL, "1", response, ContentsForm.RAW);

        InferenceResponse read =
                new InferResponseReader(Dialect.CHILD)
                        .read(ModelInferResponse.parseFrom(message.toByteString()));

        assertThat(read.parameters()).isEqualTo(everything());
        assertThat(read.outputs().get(0).toDoubles()).containsExactly(1, 2);
        assertThat(read.outputs().get(1).strings().isNull(0)).isTrue();
        assertThat(read.outputs().get(1).toStrings()).containsExactly("", "b");
    }

    @Test
    void anAnswerWithoutOutputsIsAnAnswer() {
        ModelInferResponse message =
                new InferResponseWriter(Dialect.CHILD)
                        .write(MODEL, "1", InferenceResponse.of(List.of()), ContentsForm.RAW);

        assertThat(new InferResponseReader(Dialect.CHILD).read(message).outputs()).isEmpty();
    }

    @Test
    void metadataComesOutAsItWentIn() {
        ModelMetadata metadata =
                new ModelMetadata(
                        "sklearn",
                        List.of(
                                new TensorMetadata(
                                        "x",
                                        Datatype.FP32,
                                        Shape.of(Shape.ANY, 4),
                                        Parameters.of("unit", "cm"))),
                        List.of(),
                        everything());

        ModelMetadata read =
                new ModelMetadataReader(Dialect.CHILD)
                        .read(
                                new ModelMetadataWriter(Dialect.CHILD)
                                        .write(
                                                "iris",
                                                List.of(),
                                                metadata.platform(),
                                                metadata.inputs(),
                                                metadata.outputs(),
                                                metadata.properties()));

        assertThat(read).isEqualTo(metadata);
    }

    @Test
    void rawAnswersHaveEmptyContentsBesideEachOutput() {
        ModelInferResponse message = write(ContentsForm.RAW, "np", "ab", "cd");

        assertThat(message.getOutputs(0).hasContents()).isTrue();
        assertThat(message.getOutputs(0).getContents().getBytesContentsCount()).isZero();
        assertThat(message.getRawOutputContents(0).toStringUtf8())
                .isEqualTo("\2\0\0\0ab\2\0\0\0cd");
    }

    @Test
    void typedAnswersKeepStringsApart() {
        assertThat(write(ContentsForm.TYPED, "np", "ab", "cd").getOutputs(0).getContents())
                .satisfies(c -> assertThat(c.getBytesContentsList()).hasSize(2));
    }

    @Test
    void stringsReadByNumpyAreAnsweredAsOneBuffer() {
        ModelInferRequest request =
                ModelInferRequest.newBuilder()
                        .addInputs(
                                ModelInferRequest.InferInputTensor.newBuilder()
                                        .setDatatype("BYTES"))
                        .build();
        ContentsForm form = ContentsForm.of(request);

        assertThat(write(form, "np", "ab", "cd").getOutputs(0).getContents().getBytesContentsList())
                .containsExactly(ByteString.copyFromUtf8("abcd"));
        assertThat(
                        write(form, "str", "ab", "cd")
                                .getOutputs(0)
                                .getContents()
                                .getBytesContentsList())
                .hasSize(2);
    }

    @Test
    void publicClientsGetNoParametersThatTheProtocolHasNot() {
        InferenceResponse response =
                new InferenceResponse(
                        List.of(), Parameters.of("a", 1.5).with("list", List.of("x")));

        ModelInferResponse message =
                new InferResponseWriter(Dialect.PUBLIC)
                        .write(MODEL, "1", response, ContentsForm.TYPED);

        assertThat(message.getParametersMap()).containsOnlyKeys("a");
        assertThat(message.getParametersOrThrow("a").getDoubleParam()).isEqualTo(1.5);
    }

    @Test
    void halfPrecisionHasNoTypedAnswer() {
        NumericData half = NumericData.wrap(Datatype.FP16, ByteBuffer.allocate(2));
        InferenceResponse response = InferenceResponse.of(new Tensor("y", Shape.of(1), half));

        assertThatThrownBy(
                        () ->
                                new InferResponseWriter(Dialect.PUBLIC)
                                        .write(MODEL, "1", response, ContentsForm.TYPED))
                .isInstanceOfSatisfying(
                        ServingException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageStartingWith("output 'y': contents have no field for FP16");
    }

    private static ModelInferResponse write(
            ContentsForm form, String contentType, String... values) {
        Tensor tensor =
                Tensor.ofStrings("y", Shape.of(values.length), List.of(values))
                        .withParameters(Parameters.ofContentType(contentType));
        return new InferResponseWriter(Dialect.PUBLIC)
                .write(MODEL, "1", InferenceResponse.of(tensor), form);
    }

    private static InferenceRequest throughChild(InferenceRequest request)
            throws InvalidProtocolBufferException {
        ModelInferRequest message = new InferRequestWriter(Dialect.CHILD).write(MODEL, request);
        return new InferRequestReader(Dialect.CHILD)
                .read(ModelInferRequest.parseFrom(message.toByteString()));
    }

    private static Parameters everything() {
        Map<String, Object> inner = new LinkedHashMap<>();
        inner.put("n", null);
        inner.put("list", List.of(1L, 0.5, "x"));
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("text", "t");
        values.put("flag", true);
        values.put("integer", -7L);
        values.put("number", 0.1);
        values.put("object", inner);
        values.put("list", List.of("a", List.of(false)));
        values.put("bulkhead.nested", "a client may call it so");
        return Parameters.copyOf(values);
    }
}
