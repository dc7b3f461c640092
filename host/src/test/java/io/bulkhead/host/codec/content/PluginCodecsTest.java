package io.bulkhead.host.codec.content;

import static io.bulkhead.host.codec.content.TestCodecs.request;
import static io.bulkhead.host.codec.content.TestCodecs.settings;
import static io.bulkhead.host.codec.content.TestCodecs.strings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.codec.InputCodec;
import io.bulkhead.api.codec.RequestCodec;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestedOutput;
import io.bulkhead.api.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PluginCodecsTest {
    private static final InferenceRequest WORDS =
            request("", typed("words", strings("x", "one two")));

    private final Codecs codecs =
            new ContentCodecs(
                    settings("", List.of(), List.of()),
                    List.of(new WordsCodec()),
                    List.of(new PairsCodec()));

    @Test
    void inputsAreDecodedByThePluginsCodec() {
        assertThat(codecs.decode(WORDS, ContentType.NP)).isEqualTo(new Words("one two"));
    }

    @Test
    void valuesLeaveByTheCodecOfTheirType() {
        Tensor output = codecs.encode(WORDS, "y", new Words("three")).get(0);

        assertThat(output.contentType()).isEqualTo("words");
        assertThat(output.toStrings()).containsExactly("three");
    }

    @Test
    void requestsAreDecodedByThePluginsCodecWhichGetsTheInputsOwnValues() {
        InferenceRequest request =
                request("pairs", typed("words", strings("x", "one")), strings("y", "b"));

        assertThat(codecs.decode(request, ContentType.NP))
                .isEqualTo(new Pairs(Map.of("x", new Words("one")), 2));
    }

    @Test
    void valuesOfRequestCodecsLeaveAsTheOutputsThatTheCodecMakes() {
        assertThat(codecs.encode(WORDS, "y", new Pairs(Map.of(), 2)))
                .extracting(Tensor::name)
                .containsExactly("count");
    }

    @Test
    void contentTypeThatDoesNotFitTheValueIsTheClientsMistake() {
        InferenceRequest asking =
                WORDS.withOutputs(
                        List.of(new RequestedOutput("y", Parameters.ofContentType("str"))));

        assertThatExceptionOfType(ServingException.class)
                .isThrownBy(() -> codecs.encode(asking, "y", new Words("three")))
                .withMessage("output 'y': content type 'str' does not fit what the model answers")
                .extracting(ServingException::code)
                .isEqualTo(ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void valueThatIsNoTensorIsNoColumn() {
        InferenceRequest request = request("pd", typed("words", strings("x", "one")));

        assertThatExceptionOfType(ServingException.class)
                .isThrownBy(() -> codecs.decode(request, ContentType.NP))
                .withMessage("input 'x': its content type does not give a column of a table");
    }

    private static Tensor typed(String contentType, Tensor tensor) {
        return tensor.withParameters(Parameters.ofContentType(contentType));
    }

    private record Words(String text) {}

    private record Pairs(Map<String, Object> decoded, int inputs) {}

    private static final class WordsCodec implements InputCodec<Words> {
        @Override
        public String contentType() {
            return "words";
        }

        @Override
        public Class<Words> valueType() {
            return Words.class;
        }

        @Override
        public Words decode(Tensor input) {
            return new Words(input.toStrings().get(0));
        }

        @Override
        public Tensor encode(String name, Words value) {
            return typed("words", strings(name, value.text()));
        }
    }

    private static final class PairsCodec implements RequestCodec<Pairs> {
        @Override
        public String contentType() {
            return "pairs";
        }

        @Override
        public Class<Pairs> valueType() {
            return Pairs.class;
        }

        @Override
        public Pairs decode(InferenceRequest request, Map<String, Object> decodedInputs) {
            return new Pairs(Map.copyOf(decodedInputs), request.inputs().size());
        }

        @Override
        public List<Tensor> encode(Pairs value) {
            return List.of(strings("count", String.valueOf(value.inputs())));
        }
    }
}
