package io.bulkhead.host.codec.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.codec.Table;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentCodecsDecodeTest {
    private final Codecs codecs = TestCodecs.plain();

    @Test
    void tensorWithoutContentTypePassesAsItIs() {
        Tensor input = Tensor.of("x", Shape.of(2, 2), new float[] {1, 2, 3, 4});

        assertThat(codecs.decode(InferenceRequest.of(input), ContentType.NP)).isSameAs(input);
        assertThat(codecs.decodeInput(input, ContentType.NP)).isSameAs(input);
    }

    @Test
    void byteStringsWithoutContentTypeStayWholeAndKeepTheirShape() {
        Tensor input = Tensor.ofStrings("x", Shape.of(2, 2), List.of("a", "bbbb", "cc", "ddd"));

        assertThat(codecs.decode(InferenceRequest.of(input), ContentType.NP)).isSameAs(input);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wat", "base64", "datetime", ""})
    void contentTypeThatIsNoneForRequestsCountsAsNone(String contentType) {
        Tensor input = strings("x", "b25l");

        assertThat(codecs.decode(request(contentType, input), ContentType.NP)).isSameAs(input);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wat", "pd", "pd_json"})
    void contentTypeThatIsNoneForInputsCountsAsNone(String contentType) {
        Tensor input = typed(contentType, strings("x", "b25l"));

        assertThat(codecs.decode(request("", input), ContentType.NP)).isSameAs(input);
    }

    @ParameterizedTest
    @ValueSource(strings = {"np", "str"})
    void oneInputOnlyUnderNpAndStr(String contentType) {
        assertRefused(
                () -> decode(request(contentType, strings("a", "1"), strings("b", "2"))),
                ErrorCode.INVALID_ARGUMENT,
                "There was an error encoding / decoding the payload: The '"
                        + contentType
                        + "' codec only supports a single input tensor (2 were received)");
    }

    @Test
    void fallbackDecidesWhereNobodySaysAnything() {
        Object value = codecs.decode(request("", strings("a", "1")), ContentType.PD);

        assertThat(value).isInstanceOf(Table.class);
    }

    @Test
    void fallbackThatDoesNotExistIsSaidAtOnce() {
        InferenceRequest request = request("", strings("a", "1"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> codecs.decode(request, "nope"))
                .withMessage("no content type 'nope' here");
    }

    @Test
    void textIsAListOfStringsWhateverItsShape() {
        Tensor input =
                typed(
                        "str",
                        Tensor.ofStrings("x", Shape.of(2, 2), List.of("one", "zwei", "三", "")));

        Tensor value = decode(request("", input));

        assertThat(value.shape()).isEqualTo(Shape.of(4));
        assertThat(value.toStrings()).containsExactly("one", "zwei", "三", "");
        assertThat(value.contentType()).isEqualTo("str");
    }

    @Test
    void textOfTheWholeRequestSaysThatItIsText() {
        Tensor value = decode(request("str", strings("x", "one")));

        assertThat(value.contentType()).isEqualTo("str");
    }

    @ParameterizedTest
    @ValueSource(strings = {"str", "base64", "datetime"})
    void numbersAreNoText(String contentType) {
        Tensor input = typed(contentType, Tensor.of("x", Shape.of(1), new int[] {1}));

        assertRefused(
                () -> decode(request("", input)),
                ErrorCode.UNPROCESSABLE,
                "input 'x': content type '" + contentType + "' wants datatype BYTES, found INT32");
    }

    @Test
    void bytesThatAreNoUtf8AreNoText() {
        byte[] broken = {(byte) 0xC3, 'a'};
        BytesData data = BytesData.ofBytes(List.of(new byte[] {'a'}, broken));

        assertRefused(
                () -> decode(request("str", new Tensor("x", Shape.of(2), data))),
                ErrorCode.UNPROCESSABLE,
                "input 'x': content type 'str': data[1] is no UTF-8 text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"str", "base64", "datetime"})
    void missingElementsStayMissing(String contentType) {
        BytesData data = BytesData.ofStrings(Arrays.asList("2021-08-24", null));

        Tensor value = decode(request("", typed(contentType, new Tensor("x", Shape.of(2), data))));

        assertThat(value.strings().isNull(0)).isFalse();
        assertThat(value.strings().isNull(1)).isTrue();
    }

    @Test
    void base64IsDecoded() {
        Tensor value = decode(request("", typed("base64", strings("x", "b25l", "AP8Q", ""))));

        assertThat(value.strings().bytesAt(0)).isEqualTo("one".getBytes(StandardCharsets.UTF_8));
        assertThat(value.strings().bytesAt(1)).containsExactly(0x00, 0xFF, 0x10);
        assertThat(value.strings().bytesAt(2)).isEmpty();
        assertThat(value.contentType()).isEqualTo("base64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"not base64!", "ab", "YQ=", "Y===", "YQ==YQ=="})
    void asciiThatIsNoBase64IsTakenAsItIs(String text) {
        Tensor value = decode(request("", typed("base64", strings("x", text))));

        assertThat(value.toStrings()).containsExactly(text);
    }

    @Test
    void base64BeyondAsciiIsRefused() {
        assertRefused(
                () -> decode(request("", typed("base64", strings("x", "é")))),
                ErrorCode.UNPROCESSABLE,
                "input 'x': content type 'base64': data[0] is no base64: it is not even ASCII");
    }

    @Test
    void datetimesAreNormalised() {
        Tensor input = typed("datetime", strings("x", "20210824T150102", "2021-08-24T15:01:02Z"));

        Tensor value = decode(request("", input));

        assertThat(value.toStrings())
                .containsExactly("2021-08-24T15:01:02", "2021-08-24T15:01:02+00:00");
        assertThat(value.contentType()).isEqualTo("datetime");
    }

    @Test
    void whatIsNoDatetimeIsRefusedAndNamed() {
        assertRefused(
                () -> decode(request("", typed("datetime", strings("x", "yesterday")))),
                ErrorCode.UNPROCESSABLE,
                "input 'x': content type 'datetime': data[0] is no ISO 8601 date or datetime (as"
                        + " 2021-08-24T15:01:02+02:00), found 'yesterday'");
    }

    @Test
    void oneInputIsDecodedByItsOwnTypeElseByTheFallback() {
        Tensor input = strings("x", "b25l");

        assertThat(codecs.decodeInput(typed("base64", input), ContentType.STR))
                .asInstanceOf(type(Tensor.class))
                .extracting(Tensor::toStrings)
                .isEqualTo(List.of("one"));
        assertThat(codecs.decodeInput(typed("wat", input), ContentType.STR))
                .asInstanceOf(type(Tensor.class))
                .extracting(Tensor::contentType)
                .isEqualTo("str");
    }

    private Tensor decode(InferenceRequest request) {
        return (Tensor) codecs.decode(request, ContentType.NP);
    }

    private static InferenceRequest request(String contentType, Tensor... inputs) {
        return TestCodecs.request(contentType, inputs);
    }

    private static Tensor strings(String name, String... values) {
        return TestCodecs.strings(name, values);
    }

    private static Tensor typed(String contentType, Tensor tensor) {
        return tensor.withParameters(Parameters.ofContentType(contentType));
    }

    private static void assertRefused(ThrowingCallable call, ErrorCode code, String message) {
        assertThatExceptionOfType(ServingException.class)
                .isThrownBy(call)
                .withMessage(message)
                .extracting(ServingException::code)
                .isEqualTo(code);
    }
}
