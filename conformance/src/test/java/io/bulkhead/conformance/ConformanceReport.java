package io.bulkhead.conformance;

import io.bulkhead.conformance.replay.RecordedCase;
import io.bulkhead.conformance.replay.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How many cases of each suite pass. Not thread-safe: cases are replayed one after the other. */
final class ConformanceReport {
    private final Map<String, SuiteCount> suites = new TreeMap<>();
    private final List<String> failures = new ArrayList<>();

    /** Cases of one suite; those of a suite that is not served all count as not passed. */
    private record SuiteCount(int cases, int passed, boolean served) {
        SuiteCount onePassed() {
            return new SuiteCount(cases, passed + 1, served);
        }

        SuiteCount plus(SuiteCount other) {
            return new SuiteCount(cases + other.cases, passed + other.passed, true);
        }

        /** Rounded down: 100.0 means all of them. */
        String percent() {
            double percent = cases == 0 ? 0 : Math.floor(1000.0 * passed / cases) / 10;
            return String.format(Locale.ROOT, "%.1f", percent);
        }

        String row(String name) {
            return served
                    ? "| %s | %d | %d | %s |".formatted(name, cases, passed, percent())
                    : "| %s | %d | – | not served yet |".formatted(name, cases);
        }
    }

    void addSuite(String suite, int cases, boolean served) {
        suites.put(suite, new SuiteCount(cases, 0, served));
    }

    void addVerdict(RecordedCase recorded, Verdict verdict) {
        if (verdict.passed()) {
            suites.computeIfPresent(recorded.suite(), (name, count) -> count.onePassed());
        } else {
            String reason = verdict.differences().stream().findFirst().orElse("not replayed");
            failures.add(recorded.id() + " — " + reason.replaceAll("\\s+", " "));
        }
    }

    /** A table in Markdown: the suites, then all of them together. */
    String table() {
        List<String> rows = new ArrayList<>();
        rows.add("| suite | cases | pass | % |");
        rows.add("|---|--:|--:|--:|");
        suites.forEach((name, count) -> rows.add(count.row(name)));
        SuiteCount all =
                suites.values().stream().reduce(new SuiteCount(0, 0, true), SuiteCount::plus);
        rows.add(all.row("**all**"));
        return String.join("\n", rows) + "\n";
    }

    /** What failed, with its first difference, as lines of the list of known failures. */
    List<String> failures() {
        return List.copyOf(failures);
    }
}
