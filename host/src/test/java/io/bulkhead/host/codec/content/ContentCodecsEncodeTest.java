package io.bulkhead.host.codec.content;

import static io.bulkhead.host.codec.content.TestCodecs.metadata;
import static io.bulkhead.host.codec.content.TestCodecs.request;
import static io.bulkhead.host.codec.content.TestCodecs.settings;
import static io.bulkhead.host.codec.content.TestCodecs.strings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestedOutput;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentCodecsEncodeTest {
    private static final InferenceRequest REQUEST = request("", strings("x", "a"));

    private final Codecs codecs = TestCodecs.plain();

    @Test
    void numbersGainTheContentTypeAndNothingElse() {
        Tensor value = Tensor.of("ignored", Shape.of(2, 2), new float[] {1, 2, 3, 4});

        Tensor output = encode(REQUEST, value);

        assertThat(output.name()).isEqualTo("transform");
        assertThat(output.shape()).isSameAs(value.shape());
        assertThat(output.data()).isSameAs(value.data());
        assertThat(output.parameters()).isEqualTo(Parameters.ofContentType("np"));
        assertThat(output.parameters()).isSameAs(encode(REQUEST, value).parameters());
    }

    @Test
    void vectorsLeaveAsColumnsAndScalarsAsOneValue() {
        assertThat(encode(REQUEST, numbers(Shape.of(3), 1, 2, 3)).shape())
                .isEqualTo(Shape.of(3, 1));
        assertThat(encode(REQUEST, numbers(Shape.of(), 1)).shape()).isEqualTo(Shape.of(1));
        assertThat(encode(REQUEST, numbers(Shape.of(2, 0))).shape()).isEqualTo(Shape.of(2, 0));
        assertThat(encode(REQUEST, numbers(Shape.of(1, 1, 2), 1, 2)).shape())
                .isEqualTo(Shape.of(1, 1, 2));
    }

    @ParameterizedTest
    @CsvSource({"str, one", "base64, b25l", "base64, AP8Q", "datetime, 2021-08-24T15:01:02+00:00"})
    void textComesBackInItsOwnContentType(String contentType, String text) {
        Tensor input = typed(contentType, strings("x", text));
        InferenceRequest request = request("", input);

        Tensor output = encode(request, codecs.decode(request, ContentType.NP));

        assertThat(output.contentType()).isEqualTo(contentType);
        assertThat(output.toStrings()).containsExactly(text);
        assertThat(output.shape()).isEqualTo(Shape.of(1, 1));
    }

    @Test
    void whatWasTakenForPlainBytesComesBackAsBase64() {
        InferenceRequest request = request("", typed("base64", strings("x", "not base64!", "ab")));

        Tensor output = encode(request, codecs.decode(request, ContentType.NP));

        assertThat(output.toStrings()).containsExactly("bm90IGJhc2U2NCE=", "YWI=");
    }

    @Test
    void byteStringsThatNobodyTypedAreNp() {
        assertThat(encode(REQUEST, strings("x", "a")).contentType()).isEqualTo("np");
        assertThat(encode(REQUEST, typed("wat", strings("x", "a"))).contentType()).isEqualTo("np");
    }

    @Test
    void missingTextComesBackMissing() {
        BytesData data = BytesData.ofStrings(Arrays.asList("a", null));
        Tensor value = typed("str", new Tensor("x", Shape.of(2), data));

        assertThat(encode(REQUEST, value).strings().isNull(1)).isTrue();
    }

    @Test
    void theRequestDecidesBeforeTheSettings() {
        Codecs settled = TestCodecs.of(settings("", List.of(), List.of(metadata("out", "base64"))));
        Tensor value = typed("str", strings("x", "a"));

        assertThat(settled.encode(REQUEST, "out", value).get(0).toStrings())
                .containsExactly("YQ==");
        assertThat(settled.encode(asking("out", "str"), "out", value).get(0).toStrings())
                .containsExactly("a");
        assertThat(settled.encode(asking("out", "wat"), "out", value).get(0).contentType())
                .isEqualTo("base64");
        assertThat(settled.encode(REQUEST, "other", value).get(0).contentType()).isEqualTo("str");
    }

    @Test
    void contentTypeThatDoesNotExistCountsAsNone() {
        Tensor output = encode(asking("transform", "wat"), numbers(Shape.of(1), 1));

        assertThat(output.contentType()).isEqualTo("np");
    }

    @ParameterizedTest
    @CsvSource({"str", "base64", "datetime"})
    void numbersCannotLeaveAsText(String contentType) {
        InferenceRequest request = asking("transform", contentType);

        assertThatExceptionOfType(ServingException.class)
                .isThrownBy(() -> encode(request, numbers(Shape.of(1), 1)))
                .withMessage(
                        "output 'transform': content type '"
                                + contentType
                                + "' wants datatype BYTES, found FP64")
                .extracting(ServingException::code)
                .isEqualTo(ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void valueWithoutCodecIsAFaultOfTheRuntime() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codecs.encode(REQUEST, "transform", 1));
    }

    private Tensor encode(InferenceRequest request, Object value) {
        List<Tensor> outputs = codecs.encode(request, "transform", value);
        assertThat(outputs).hasSize(1);
        return outputs.get(0);
    }

    private static InferenceRequest asking(String output, String contentType) {
        return REQUEST.withOutputs(
                List.of(new RequestedOutput(output, Parameters.ofContentType(contentType))));
    }

    private static Tensor numbers(Shape shape, double... values) {
        return Tensor.of("x", shape, values);
    }

    private static Tensor typed(String contentType, Tensor tensor) {
        return tensor.withParameters(Parameters.ofContentType(contentType));
    }
}
