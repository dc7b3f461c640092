package io.bulkhead.conformance.replay;

import static io.bulkhead.conformance.replay.Json.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestAnswerTest {
    private static final Map<String, String> JSON_TYPE = Map.of("content-type", "application/json");

    @Test
    void expectsStatus200UnlessToldOtherwise() {
        assertThat(differences("{}", answer(200, "{}"))).isEmpty();
        assertThat(differences("{}", answer(404, "{}"))).hasSize(1);
        assertThat(differences("{'status': [400, 422]}", answer(422, "{}"))).isEmpty();
        assertThat(differences("{'status': [400, 422]}", answer(404, "{}"))).hasSize(1);
    }

    @Test
    void comparesNothingElseWhenTheStatusDiffers() {
        assertThat(differences("{'status': 200, 'body': {'a': 1}}", answer(500, "{}")))
                .containsExactly("status: expected 200, got 500 {}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'error': 'x'}", "{'detail': 'x'}", "{'detail': [{'loc': []}]}"})
    void whereOnlyTheStatusCountsAnErrorMustSaySomething(String body) {
        String expected = "{'status': 422, 'compare': 'status', 'body': {'error': 'y'}}";
        assertThat(differences(expected, answer(422, body))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'error': ''}", "{'detail': []}", "[]", "'text'"})
    void anErrorWithoutAWordDoesNotPass(String body) {
        String expected = "{'status': 422, 'compare': 'status', 'body': {'error': 'y'}}";
        assertThat(differences(expected, answer(422, body))).hasSize(1);
        assertThat(differences("{'status': 422, 'compare': 'status'}", answer(422, body)))
                .isEmpty();
    }

    @Test
    void whereOnlyTheStatusCountsHeadersDoNot() {
        String expected = "{'compare': 'status', 'headers': {'x': 'y'}, 'body': {'a': 1}}";
        assertThat(differences(expected, answer(200, "{}"))).isEmpty();
    }

    @Test
    void comparesHeadersWithoutRegardToCase() {
        var answer = withHeaders(Map.of("x-a", "1"));
        assertThat(differences("{'headers': {'X-A': '1'}}", answer)).isEmpty();
        assertThat(differences("{'headers': {'X-A': '2'}}", answer)).hasSize(1);
        assertThat(differences("{'headers': {'X-B': '1'}}", answer)).hasSize(1);
    }

    @Test
    void aHeaderThatIsNullMustBeAbsent() {
        assertThat(differences("{'headers': {'x-a': null}}", withHeaders(Map.of()))).isEmpty();
        assertThat(differences("{'headers': {'x-a': null}}", withHeaders(Map.of("x-a", ""))))
                .hasSize(1);
    }

    @Test
    void aHeaderMayBeAPattern() {
        String expected = "{'headers': {'location': {'match': '^(http://[^/]+)?/v2$'}}}";
        assertThat(differences(expected, withHeaders(Map.of("location", "http://h:1/v2"))))
                .isEmpty();
        assertThat(differences(expected, withHeaders(Map.of("location", "/v2/")))).hasSize(1);
    }

    @Test
    void mediaTypesAreTheSameInAnyCaseAndWithOrWithoutUtf8() {
        var answer = withHeaders(Map.of("content-type", "Application/JSON; charset=UTF-8"));
        assertThat(differences("{'headers': {'content-type': 'application/json'}}", answer))
                .isEmpty();
        assertThat(differences("{'headers': {'content-type': 'text/plain'}}", answer)).hasSize(1);
        String latin = "{'headers': {'content-type': 'application/json; charset=latin-1'}}";
        assertThat(differences(latin, answer)).hasSize(1);
    }

    @Test
    void theOrderOfMethodsMeansNothing() {
        assertThat(
                        differences(
                                "{'headers': {'allow': 'GET, POST'}}",
                                withHeaders(Map.of("allow", "post,get"))))
                .isEmpty();
        assertThat(
                        differences(
                                "{'headers': {'x-list': 'a, b'}}",
                                withHeaders(Map.of("x-list", "b, a"))))
                .hasSize(1);
    }

    @Test
    void comparesTextToTheCharacter() {
        assertThat(differences("{'body_text': 'a '}", text("a "))).isEmpty();
        assertThat(differences("{'body_text': 'a '}", text("a"))).hasSize(1);
        assertThat(differences("{'body_text': '{}'}", answer(200, "{}"))).isEmpty();
    }

    @Test
    void findsPartsAndPatternsLineByLine() {
        var metrics = text("# TYPE a counter\na{x=\"1\"} 2.0\n");
        assertThat(differences("{'body_contains': ['TYPE a']}", metrics)).isEmpty();
        assertThat(differences("{'body_contains': ['TYPE b']}", metrics)).hasSize(1);
        assertThat(differences("{'body_matches': ['^a{x=.1.} [1-9](\\\\.0)?$']}", metrics))
                .isEmpty();
        assertThat(differences("{'body_matches': ['^x']}", metrics)).hasSize(1);
    }

    @Test
    void wantsJsonWhereJsonIsExpected() {
        assertThat(differences("{'body': null}", answer(200, "null"))).isEmpty();
        assertThat(differences("{'body': null}", text(""))).hasSize(1);
    }

    @Test
    void comparesEventsOneByOne() {
        var events =
                new RestAnswer(
                        200, Map.of(), "", Optional.empty(), Optional.of(json("[{'a': 1}]")));
        assertThat(differences("{'events': [{'a': 1}]}", events)).isEmpty();
        assertThat(differences("{'events': [{'a': 1}, {'a': 2}]}", events)).hasSize(1);
        assertThat(differences("{'events': []}", answer(200, "{}"))).hasSize(1);
    }

    private static List<String> differences(String expected, RestAnswer answer) {
        return answer.differencesFrom(Expectation.of(json(expected)));
    }

    private static RestAnswer answer(int status, String body) {
        var tree = json(body);
        return new RestAnswer(
                status, JSON_TYPE, tree.toString(), Optional.of(tree), Optional.empty());
    }

    private static RestAnswer text(String text) {
        return new RestAnswer(200, Map.of(), text, Optional.empty(), Optional.empty());
    }

    private static RestAnswer withHeaders(Map<String, String> headers) {
        return new RestAnswer(200, headers, "", Optional.empty(), Optional.empty());
    }
}
