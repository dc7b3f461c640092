package io.bulkhead.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.bulkhead.conformance.replay.RecordedCase;
import io.bulkhead.conformance.replay.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConformanceReportTest {
    private static final Verdict PASSED = new Verdict(List.of(), false);
    private static final Verdict FAILED = new Verdict(List.of("step 0:  a\n b", "step 1"), false);

    private final ConformanceReport report = new ConformanceReport();

    @Test
    void countsWhatPassesBySuite() {
        report.addSuite("runtimes", 3, true);
        report.addSuite("dataplane", 1, true);
        report.addSuite("mllib", 2, false);
        report.addVerdict(recorded("runtimes", "a"), PASSED);
        report.addVerdict(recorded("runtimes", "b"), PASSED);
        report.addVerdict(recorded("runtimes", "c"), FAILED);
        report.addVerdict(recorded("dataplane", "d"), PASSED);

        assertThat(report.table())
                .isEqualTo(
                        """
                        | suite | cases | pass | % |
                        |---|--:|--:|--:|
                        | dataplane | 1 | 1 | 100.0 |
                        | mllib | 2 | – | not served yet |
                        | runtimes | 3 | 2 | 66.6 |
                        | **all** | 6 | 3 | 50.0 |
                        """);
    }

    @Test
    void neverRoundsUpToAll() {
        report.addSuite("s", 10_000, true);
        for (int i = 0; i < 9_999; i++) {
            report.addVerdict(recorded("s", "c"), PASSED);
        }
        assertThat(report.table()).contains("| s | 10000 | 9999 | 99.9 |");
    }

    @Test
    void listsFailuresAsLinesOfTheKnownOnes() {
        report.addSuite("s", 2, true);
        report.addVerdict(recorded("s", "a"), FAILED);
        report.addVerdict(recorded("s", "b"), new Verdict(List.of(), true));

        assertThat(report.failures()).containsExactly("s/a — step 0: a b", "s/b — not replayed");
    }

    private static RecordedCase recorded(String suite, String name) {
        return new RecordedCase(suite, name, List.of());
    }
}
