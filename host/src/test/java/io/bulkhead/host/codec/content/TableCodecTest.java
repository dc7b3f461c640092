package io.bulkhead.host.codec.content;

import static io.bulkhead.host.codec.content.TestCodecs.request;
import static io.bulkhead.host.codec.content.TestCodecs.strings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.codec.Table;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestedOutput;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableCodecTest {
    private final Codecs codecs = TestCodecs.plain();

    @Test
    void inputsBecomeColumnsInOrderAndColumnsOutputs() {
        InferenceRequest request =
                request(
                        "pd",
                        Tensor.of("a", Shape.of(2), new long[] {1, 2}),
                        Tensor.of("b", Shape.of(2), new double[] {0.5, 1.5}),
                        typed("str", strings("c", "x", "y")),
                        Tensor.of("d", Shape.of(2), new boolean[] {true, false}));

        Table table = decode(request);
        assertThat(table.columnNames()).containsExactly("a", "b", "c", "d");
        assertThat(table.rowCount()).isEqualTo(2);

        List<Tensor> outputs = codecs.encode(request, "transform", table);
        assertThat(outputs).extracting(Tensor::name).containsExactly("a", "b", "c", "d");
        assertThat(outputs).extracting(Tensor::shape).containsOnly(Shape.of(2, 1));
        assertThat(outputs)
                .extracting(Tensor::datatype)
                .containsExactly(Datatype.INT64, Datatype.FP64, Datatype.BYTES, Datatype.BOOL);
        assertThat(outputs)
                .extracting(Tensor::parameters)
                .containsExactly(
                        Parameters.empty(),
                        Parameters.empty(),
                        Parameters.ofContentType("str"),
                        Parameters.empty());
    }

    @Test
    void columnVectorsAndScalarsAreSqueezed() {
        Table table =
                decode(
                        request(
                                "pd",
                                typed("np", Tensor.of("a", Shape.of(1, 1), new long[] {1})),
                                Tensor.of("b", Shape.of(), new long[] {2})));

        assertThat(table.columns()).extracting(Tensor::shape).containsOnly(Shape.of(1));
    }

    @Test
    void numbersOfAColumnAreNotCopied() {
        Tensor input = Tensor.of("a", Shape.of(2, 1), new float[] {1, 2});

        assertThat(decode(request("pd", input)).columns().get(0).data()).isSameAs(input.data());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "base64", "str", "np"})
    void byteStringsLeaveAsText(String contentType) {
        Tensor input = typed(contentType, strings("a", "b25l"));

        Tensor output = roundTrip(request("pd", input));

        assertThat(output.contentType()).isEqualTo("str");
        assertThat(output.toStrings())
                .containsExactly(contentType.equals("base64") ? "one" : "b25l");
    }

    @Test
    void jsonColumnsLeaveWithoutWhiteSpaceAndWithTheirNumbersAsTheyCame() {
        Tensor input =
                typed(
                        "pd_json",
                        strings(
                                "a",
                                "{\"k\": 1}",
                                "[1, \"x\"]",
                                "[1.0, 123456789012345678901234567890, {\"é\": [null, true]}]"));

        Tensor output = roundTrip(request("pd", input));

        assertThat(output.contentType()).isEqualTo("pd_json");
        assertThat(output.toStrings())
                .containsExactly(
                        "{\"k\":1}",
                        "[1,\"x\"]",
                        "[1.0,123456789012345678901234567890,{\"é\":[null,true]}]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[1,", "[1] [2]", "nope", "{\"a\":NaN}"})
    void jsonColumnsRefuseWhatIsNotExactlyOneJsonValue(String text) {
        assertRefused(
                () -> decode(request("pd", typed("pd_json", strings("a", text)))),
                ErrorCode.UNPROCESSABLE,
                "input 'a': content type 'pd_json': data[0] is no JSON value");
    }

    @Test
    void tableWithoutRowsKeepsItsTypes() {
        InferenceRequest request =
                request(
                        "pd",
                        Tensor.of("a", Shape.of(0), new long[0]),
                        Tensor.ofStrings("b", Shape.of(0), List.of()));

        List<Tensor> outputs = codecs.encode(request, "transform", decode(request));

        assertThat(outputs).extracting(Tensor::shape).containsOnly(Shape.of(0, 1));
        assertThat(outputs)
                .extracting(Tensor::datatype)
                .containsExactly(Datatype.INT64, Datatype.BYTES);
        assertThat(outputs).extracting(Tensor::contentType).containsExactly("", "str");
    }

    @Test
    void wideColumnsAreRefused() {
        assertRefused(
                () ->
                        decode(
                                request(
                                        "pd",
                                        Tensor.of("a", Shape.of(2, 2), new long[] {1, 2, 3, 4}))),
                ErrorCode.UNPROCESSABLE,
                "input 'a': a column of a table has shape [N] or [N,1], found [2,2]");
    }

    @Test
    void columnsOfUnequalLengthAreRefused() {
        assertRefused(
                () -> decode(request("pd", strings("a", "1", "2"), strings("b", "1"))),
                ErrorCode.UNPROCESSABLE,
                "input 'b': the columns of a table have one length, found 1 values beside 2 in"
                        + " 'a'");
    }

    @Test
    void twoColumnsOfOneNameAreRefused() {
        assertRefused(
                () -> decode(request("pd", strings("a", "1"), strings("a", "2"))),
                ErrorCode.UNPROCESSABLE,
                "two inputs 'a': the columns of a table need own names");
    }

    @Test
    void datetimesReachTheModelButCannotLeave() {
        InferenceRequest request = request("pd", typed("datetime", strings("a", "20210824")));
        Table table = decode(request);

        assertThat(table.columns().get(0).toStrings()).containsExactly("2021-08-24T00:00:00");
        assertRefused(
                () -> codecs.encode(request, "transform", table),
                ErrorCode.UNPROCESSABLE,
                "column 'a': datetimes cannot leave in a table; send them with content type"
                        + " 'str'");
    }

    @Test
    void nullsInTextReachTheModelButCannotLeave() {
        BytesData data = BytesData.ofStrings(Arrays.asList("x", null));
        InferenceRequest request = request("pd", typed("str", new Tensor("c", Shape.of(2), data)));
        Table table = decode(request);

        assertThat(table.columns().get(0).strings().isNull(1)).isTrue();
        assertRefused(
                () -> codecs.encode(request, "transform", table),
                ErrorCode.UNPROCESSABLE,
                "column 'c': a column of text cannot leave with nulls");
    }

    @Test
    void tableCannotBeOneOutputAmongSeveral() {
        RequestedOutput output = new RequestedOutput("transform", Parameters.empty());
        InferenceRequest request =
                request("pd", strings("a", "1")).withOutputs(List.of(output, output));
        Table table = decode(request);

        assertThatExceptionOfType(ServingException.class)
                .isThrownBy(() -> codecs.encode(request, "transform", table))
                .withMessageContaining("output 'transform' is a table")
                .extracting(ServingException::code)
                .isEqualTo(ErrorCode.INVALID_ARGUMENT);
    }

    private Table decode(InferenceRequest request) {
        return (Table) codecs.decode(request, ContentType.NP);
    }

    private Tensor roundTrip(InferenceRequest request) {
        return codecs.encode(request, "transform", decode(request)).get(0);
    }

    private static Tensor typed(String contentType, Tensor tensor) {
        return contentType.isEmpty()
                ? tensor
                : tensor.withParameters(Parameters.ofContentType(contentType));
    }

    private static void assertRefused(ThrowingCallable call, ErrorCode code, String message) {
        assertThatExceptionOfType(ServingException.class)
                .isThrownBy(call)
                .withMessage(message)
                .extracting(ServingException::code)
                .isEqualTo(code);
    }
}
