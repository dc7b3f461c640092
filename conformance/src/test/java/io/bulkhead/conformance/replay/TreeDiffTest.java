package io.bulkhead.conformance.replay;

import static io.bulkhead.conformance.replay.Json.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TreeDiffTest {
    @ParameterizedTest
    @CsvSource({
        "1, 1.0",
        "1.0, 1",
        "1.0, 1.00000999",
        "0.0, 0.0000009",
        "-0.0, 0",
        "NaN, NaN",
        "Infinity, Infinity",
        "1e400, Infinity",
        "123456789012345678901234567890, 123456789012345678901234567890",
        "null, null",
        "true, true"
    })
    void passesWhatMeansTheSame(String want, String got) {
        assertThat(differences("{}", want, got)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2",
        "1.0, 1.0000121",
        "1000000, 1000001",
        "123456789012345678901234567890, 123456789012345678901234567891",
        "NaN, 1.0",
        "1.0, NaN",
        "NaN, null",
        "null, NaN",
        "null, 0",
        "0, false",
        "1, true",
        "true, 1",
        "true, false",
        "Infinity, -Infinity",
        "Infinity, 1e308",
        "[1], 1",
        "{}, []",
        "[], null"
    })
    void tellsWhatIsNotTheSame(String want, String got) {
        assertThat(differences("{}", want, got)).hasSize(1);
    }

    @Test
    void textIsNeverANumber() {
        assertThat(differences("{}", "'1'", "1")).hasSize(1);
        assertThat(differences("{}", "NaN", "'NaN'")).hasSize(1);
    }

    @Test
    void takesTheTolerancesOfTheStep() {
        assertThat(differences("{'rtol': 0.1}", "10.0", "10.9")).isEmpty();
        assertThat(differences("{'rtol': 0, 'atol': 0}", "10.0", "10.0000001")).hasSize(1);
        assertThat(differences("{'atol': 1}", "0.0", "1.0")).isEmpty();
    }

    @Test
    void comparesIntegersExactlyWhateverTheTolerance() {
        assertThat(differences("{'rtol': 1, 'atol': 10}", "10", "11")).hasSize(1);
        assertThat(differences("{'rtol': 1, 'atol': 10}", "10", "11.0")).isEmpty();
    }

    @Test
    void namesThePathOfWhatDiffers() {
        assertThat(differences("{}", "{'a': [{'b': 1}]}", "{'a': [{'b': 2}]}"))
                .containsExactly("a.0.b: expected 1, got 2");
        assertThat(differences("{}", "1", "2")).containsExactly("(body): expected 1, got 2");
    }

    @Test
    void tellsMissingAndUnexpectedFields() {
        assertThat(differences("{}", "{'a': 1}", "{'b': 1}"))
                .containsExactly("a: missing, expected 1", "b: unexpected, is 1");
        assertThat(differences("{}", "{'a': null}", "{}")).hasSize(1);
    }

    @Test
    void subsetAllowsMoreFieldsAtAnyDepthButNotFewer() {
        String subset = "{'compare': 'subset'}";
        assertThat(differences(subset, "{'a': {'b': 1}}", "{'a': {'b': 1, 'c': 2}, 'd': 3}"))
                .isEmpty();
        assertThat(differences(subset, "{'a': {'b': 1}}", "{'a': {'c': 2}}")).hasSize(1);
    }

    @Test
    void subsetDoesNotAllowLongerLists() {
        assertThat(differences("{'compare': 'subset'}", "[1]", "[1, 2]")).hasSize(1);
    }

    @Test
    void ignoresPathsWithWildcardsWhereverOneSideHasThem() {
        String rules = "{'ignore': ['id', 'outputs.*.datatype']}";
        assertThat(
                        differences(
                                rules,
                                "{'id': 'a', 'outputs': [{'datatype': 'FP64'}, {'datatype': 'x'}]}",
                                "{'outputs': [{'datatype': 'FP32'}, {}]}"))
                .isEmpty();
        assertThat(differences(rules, "{'outputs': []}", "{'id': 1, 'outputs': []}")).isEmpty();
    }

    @Test
    void anIgnoredPathIsThatPathOnly() {
        String rules = "{'ignore': ['a']}";
        assertThat(differences(rules, "{'b': {'a': 1}}", "{'b': {'a': 2}}")).hasSize(1);
        assertThat(differences("{'ignore': ['a.*']}", "{'a': 1}", "{'a': 2}")).hasSize(1);
    }

    @Test
    void matchesTextInsteadOfComparingIt() {
        String rules = "{'match': {'id': '^[0-9a-f]{4}$'}}";
        assertThat(differences(rules, "{'id': 'ffff'}", "{'id': '01ab'}")).isEmpty();
        assertThat(differences(rules, "{'id': 'ffff'}", "{'id': '01abc'}")).hasSize(1);
        assertThat(differences(rules, "{'id': 'ffff'}", "{'id': 1234}")).hasSize(1);
        assertThat(differences(rules, "{'id': 'ffff'}", "{}")).hasSize(1);
    }

    @Test
    void ordersListsOfObjectsByTheFieldsNamed() {
        Expectation rules = Expectation.of(json("{'sort': ['name', 'version']}"));
        var want = json("{'models': [{'name': 'a'}, {'name': 'b', 'version': '1'}]}");
        var got = json("{'models': [{'name': 'b', 'version': '1'}, {'name': 'a'}]}");

        TreeDiff diff = new TreeDiff(rules);
        diff.compare(rules.sorted(want), rules.sorted(got));

        assertThat(diff.differences()).isEmpty();
    }

    @Test
    void ordersNothingUnasked() {
        assertThat(
                        differences(
                                "{}",
                                "[{'name': 'a'}, {'name': 'b'}]",
                                "[{'name': 'b'}, {'name': 'a'}]"))
                .hasSize(2);
    }

    private static List<String> differences(String rules, String want, String got) {
        TreeDiff diff = new TreeDiff(Expectation.of(json(rules)));
        diff.compare(json(want), json(got));
        return diff.differences();
    }
}
