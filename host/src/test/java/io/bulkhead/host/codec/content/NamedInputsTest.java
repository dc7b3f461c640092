package io.bulkhead.host.codec.content;

import static io.bulkhead.host.codec.content.TestCodecs.request;
import static io.bulkhead.host.codec.content.TestCodecs.strings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestedOutput;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** {@code dict} and {@code hf}: each input under its name. And the JSON that {@code hf} speaks. */
class NamedInputsTest {
    private static final Tensor MATRIX =
            Tensor.of("matrix", Shape.of(2, 3), new float[] {1, 2, 3, 4, 5, 6});

    private final Codecs codecs = TestCodecs.plain();

    @Test
    void dictKeepsOrderAndShapes() {
        Tensor three = Tensor.of("a", Shape.of(3), new long[] {1, 2, 3});

        Map<String, Object> values = decode(request("dict", MATRIX, three));

        assertThat(values).containsExactly(Map.entry("matrix", MATRIX), Map.entry("a", three));
    }

    @Test
    void dictDecodesEachInputByItsOwnContentType() {
        Tensor packed =
                strings("x", "b25l").withParameters(Parameters.ofContentType(ContentType.BASE64));

        Map<String, Object> values = decode(request("dict", packed, strings("y", "b25l")));

        assertThat(((Tensor) values.get("x")).toStrings()).containsExactly("one");
        assertThat(((Tensor) values.get("y")).toStrings()).containsExactly("b25l");
        assertThat(((Tensor) values.get("y")).contentType()).isEmpty();
    }

    @Test
    void dictTakesContentTypesOfItsInputsFromTheSettings() {
        Codecs typed =
                TestCodecs.of(
                        TestCodecs.settings(
                                "dict", List.of(TestCodecs.metadata("x", "base64")), List.of()));

        Object decoded = typed.decode(request("", strings("x", "b25l")), ContentType.NP);

        assertThat(decoded)
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .extractingByKey("x")
                .extracting(value -> ((Tensor) value).toStrings())
                .isEqualTo(List.of("one"));
    }

    @Test
    void hfTakesByteStringsForTextAndNumbersForWhatTheyAre() {
        Map<String, Object> values = decode(request("hf", strings("args", "hi"), MATRIX));

        assertThat(((Tensor) values.get("args")).contentType()).isEqualTo("str");
        assertThat(values.get("matrix")).isSameAs(MATRIX);
    }

    @Test
    void namedValuesLeaveAsOneOutputEach() {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("labels", strings("ignored", "a", "b"));
        answer.put("matrix", MATRIX);
        InferenceRequest asking =
                request("dict", MATRIX)
                        .withOutputs(
                                List.of(
                                        new RequestedOutput(
                                                "labels", Parameters.ofContentType("str"))));

        List<Tensor> outputs = codecs.encode(asking, "output", answer);

        assertThat(outputs).extracting(Tensor::name).containsExactly("labels", "matrix");
        assertThat(outputs).extracting(Tensor::contentType).containsExactly("str", "np");
        assertThat(outputs.get(0).shape()).isEqualTo(Shape.of(2, 1));
        assertThat(outputs.get(1).shape()).isEqualTo(Shape.of(2, 3));
    }

    @Test
    void jsonTextsAreCheckedAndLoseTheirWhiteSpace() {
        Tensor json =
                strings("x", "{ \"a\" : [1, 2.50, null] }", "\"é\"")
                        .withParameters(Parameters.ofContentType(ContentType.HG_JSONLIST));

        Tensor decoded = (Tensor) codecs.decodeInput(json, ContentType.NP);

        assertThat(decoded.toStrings()).containsExactly("{\"a\":[1,2.50,null]}", "\"é\"");
        assertThat(decoded.contentType()).isEqualTo("hg_jsonlist");
        assertThat(codecs.encode(request("", json), "y", decoded).get(0).contentType())
                .isEqualTo("hg_jsonlist");
    }

    @Test
    void brokenJsonIsRefusedWithItsPlace() {
        Tensor json =
                strings("x", "{}", "{")
                        .withParameters(Parameters.ofContentType(ContentType.HG_JSON));

        assertThatExceptionOfType(ServingException.class)
                .isThrownBy(() -> codecs.decodeInput(json, ContentType.NP))
                .withMessage("input 'x': content type 'hg_json': data[1] is no JSON value")
                .extracting(ServingException::code)
                .isEqualTo(ErrorCode.UNPROCESSABLE);
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> decode(InferenceRequest request) {
        return (Map<String, Object>) codecs.decode(request, ContentType.NP);
    }
}
