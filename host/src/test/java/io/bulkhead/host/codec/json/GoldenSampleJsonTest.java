package io.bulkhead.host.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.controlplane.golden.GoldenSample;
import io.bulkhead.host.controlplane.golden.Tolerance;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoldenSampleJsonTest {
    private static final String TENSOR =
            "{'name': 'x', 'shape': [2], 'datatype': 'FP32', 'data': [1, 2]}";
    private static final String REQUEST = "'request': {'inputs': [" + TENSOR + "]}";
    private static final String RESPONSE = "'response': {'outputs': [" + TENSOR + "]}";

    private static GoldenSample read(String text) {
        return GoldenSampleJson.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsRequestAnswerAndTolerance() {
        GoldenSample sample =
                read(
                        "{"
                                + RESPONSE
                                + ", 'tolerance': {'absolute': 0.5, 'relative': 1e-3},"
                                + REQUEST
                                + "}");
        assertThat(sample.request().inputs()).hasSize(1);
        assertThat(sample.outputs().get(0).toFloats()).containsExactly(1, 2);
        assertThat(sample.refusal()).isEmpty();
        assertThat(sample.tolerance()).isEqualTo(new Tolerance(1e-3, 0.5));
    }

    @Test
    void whatTheToleranceDoesNotSayIsAsUsual() {
        assertThat(read("{" + REQUEST + "," + RESPONSE + "}").tolerance())
                .isEqualTo(Tolerance.STANDARD);
        assertThat(
                        read("{" + REQUEST + "," + RESPONSE + ", 'tolerance': {'absolute': 2}}")
                                .tolerance())
                .isEqualTo(new Tolerance(1e-6, 2));
    }

    @Test
    void readsAnAnswerAsItWasRecorded() {
        GoldenSample sample =
                read(
                        "{"
                                + REQUEST
                                + ", 'response': {'model_name': 'm', 'model_version': 'v1', 'id':"
                                + " '7', 'parameters': {'a': [1]}, 'outputs': ["
                                + TENSOR
                                + "]}}");
        assertThat(sample.outputs()).hasSize(1);
    }

    @Test
    void readsARefusal() {
        GoldenSample sample = read("{" + REQUEST + ", 'response': {'error': 'no input y'}}");
        assertThat(sample.refusal()).hasValue("no input y");
        assertThat(sample.outputs()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{REQ}|the field 'response' is missing at line 1, column 1",
                "{RES}|the field 'request' is missing at line 1, column 1",
                "{REQ, RES, 'tolerence': {}}|the field 'tolerence' is none of request, response,",
                "{REQ, RES, 'tolerance': {'rel': 1}}|tolerance: the field 'rel' is none of",
                "{REQ, RES, 'tolerance': {'relative': -1}}|tolerance.relative: a number from 0 on",
                "{REQ, RES, 'tolerance': {'relative': '1'}}|tolerance.relative: a number from 0 on",
                "{REQ, 'response': {'output': []}}|response: the field 'output' is none of",
                "{REQ, 'response': {'outputs': []}}|response: either outputs or an error is wanted",
                "{'request': {}}|request: the field 'inputs' is missing",
                "{'request': {'inputs': [7]}}|request.inputs[0]: an object is wanted",
                "{REQ, RES} x|the text goes on behind its value",
                "[]|an object is wanted, found a list"
            })
    void refusesWhatIsNoSampleWithThePlace(String text, String reason) {
        String whole = text.replace("REQ", REQUEST).replace("RES", RESPONSE);
        assertThatThrownBy(() -> read(whole))
                .isInstanceOf(ServingException.class)
                .hasMessageContaining(reason);
    }
}
