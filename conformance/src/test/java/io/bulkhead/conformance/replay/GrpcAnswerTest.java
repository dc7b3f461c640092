package io.bulkhead.conformance.replay;

import static io.bulkhead.conformance.replay.Json.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GrpcAnswerTest {
    @Test
    void expectsOkUnlessToldOtherwise() {
        assertThat(differences("{}", ok("{}"))).isEmpty();
        assertThat(differences("{}", error("NOT_FOUND", "no"))).hasSize(1);
        assertThat(differences("{'code': 'NOT_FOUND'}", error("NOT_FOUND", "no"))).isEmpty();
    }

    @Test
    void comparesTheMessageUnlessOnlyTheStatusCounts() {
        var answer = error("NOT_FOUND", "no");
        assertThat(differences("{'code': 'NOT_FOUND', 'message': 'yes'}", answer)).hasSize(1);
        String status = "{'code': 'NOT_FOUND', 'message': 'yes', 'compare': 'status'}";
        assertThat(differences(status, answer)).isEmpty();
    }

    @Test
    void comparesRawContentsAsNumbersOfTheirDatatype() {
        // 0.1 as FP32, and the number next to it
        var answer = ok(raw("FP32", "zs3MPQ=="));
        assertThat(differences(expectedResponse(raw("FP32", "zczMPQ==")), answer)).isEmpty();
        assertThat(differences(expectedResponse(raw("FP32", "AACAPw==")), answer)).hasSize(1);
        assertThat(
                        differences(
                                expectedResponse(raw("BYTES", "zczMPQ==")),
                                ok(raw("BYTES", "zs3MPQ=="))))
                .hasSize(1);
    }

    @Test
    void anIntegerInRawContentsComparesExactly() {
        assertThat(
                        differences(
                                expectedResponse(raw("INT64", "AQAAAAAAAAA=")),
                                ok(raw("INT64", "AgAAAAAAAAA="))))
                .containsExactly("raw_output_contents.0.0: expected 1, got 2");
    }

    @Test
    void comparesEveryResponseOfAStream() {
        var stream =
                new GrpcAnswer(
                        "OK",
                        "",
                        Optional.empty(),
                        Optional.of(List.of(json("{'id': 'a'}"))),
                        Map.of(),
                        Map.of());
        assertThat(differences("{'responses': [{'id': 'a'}]}", stream)).isEmpty();
        assertThat(differences("{'responses': [{'id': 'b'}]}", stream)).hasSize(1);
        assertThat(differences("{'responses': []}", stream)).hasSize(1);
        assertThat(differences("{'response': {}}", stream)).hasSize(1);
    }

    @Test
    void comparesTrailers() {
        var answer =
                new GrpcAnswer(
                        "OK",
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(),
                        Map.of("ce-id", "1"));
        assertThat(differences("{'trailers': {'CE-ID': '1', 'x': null}}", answer)).isEmpty();
        assertThat(differences("{'trailers': {'ce-id': '2'}}", answer)).hasSize(1);
    }

    private static String expectedResponse(String response) {
        return "{'response': " + response + "}";
    }

    private static String raw(String datatype, String base64) {
        return "{'outputs': [{'datatype': '%s'}], 'raw_output_contents': ['%s']}"
                .formatted(datatype, base64);
    }

    private static List<String> differences(String expected, GrpcAnswer answer) {
        return answer.differencesFrom(Expectation.of(json(expected)));
    }

    private static GrpcAnswer ok(String response) {
        Optional<JsonNode> tree = Optional.of(json(response));
        return new GrpcAnswer("OK", "", tree, Optional.empty(), Map.of(), Map.of());
    }

    private static GrpcAnswer error(String code, String message) {
        return new GrpcAnswer(
                code, message, Optional.empty(), Optional.empty(), Map.of(), Map.of());
    }
}
