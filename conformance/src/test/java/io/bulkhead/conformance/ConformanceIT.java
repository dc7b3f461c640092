package io.bulkhead.conformance;

import static java.util.function.Predicate.not;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.bulkhead.conformance.replay.CaseReplayer;
import io.bulkhead.conformance.replay.Corpus;
import io.bulkhead.conformance.replay.RecordedCase;
import io.bulkhead.conformance.replay.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every recorded case, replayed against the built distribution: one server for each suite, one test
 * for each case. {@code known-failures.txt} lists what does not pass yet, and must not.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConformanceIT {
    private static final String ONLY_SUITES = "conformance.suites";
    private static final String UPDATE_DOCS = "conformance.update-docs";

    private final Corpus corpus = new Corpus(Path.of("corpus"));
    private final KnownFailures known = KnownFailures.read(Path.of("known-failures.txt"));
    private final CompatibilityPage page =
            new CompatibilityPage(Path.of("..", "docs", "compatibility.md"));
    private final ConformanceReport report = new ConformanceReport();

    @TempDir Path scratch;

    ConformanceIT() throws IOException {}

    @TestFactory
    Stream<DynamicNode> answersAsRecorded() throws IOException {
        Optional<List<String>> only = onlySuites();
        List<RecordedCase> all = new ArrayList<>();
        List<DynamicNode> nodes = new ArrayList<>();
        for (String suite : only.orElse(corpus.suites())) {
            List<RecordedCase> cases = corpus.cases(suite);
            boolean served = only.isPresent() || known.isServed(suite);
            report.addSuite(suite, cases.size(), served);
            all.addAll(cases);
            if (served) {
                nodes.add(suite(suite));
            }
        }
        if (only.isEmpty()) { // these two need all of them
            nodes.add(everyKnownFailureIsACase(all));
            nodes.add(docsAreUpToDate());
        }
        return nodes.stream();
    }

    private static Optional<List<String>> onlySuites() {
        return Optional.ofNullable(System.getProperty(ONLY_SUITES))
                .filter(not(String::isBlank))
                .map(names -> Arrays.asList(names.split("\\s*,\\s*")));
    }

    /** The server starts when JUnit asks for the suite's first case, and stops after the last. */
    private DynamicNode suite(String suite) {
        return dynamicContainer(suite, Stream.of(suite).flatMap(this::cases));
    }

    private Stream<DynamicTest> cases(String suite) {
        try {
            List<RecordedCase> cases = corpus.cases(suite);
            Path models = ModelFolders.copy(corpus.models(suite), scratch);
            RunningServer server = Distribution.built().start(models);
            CaseReplayer replayer = new CaseReplayer(server.endpoints(), corpus);
            return cases.stream()
                    .map(one -> dynamicTest(one.name(), () -> check(one, replayer)))
                    .onClose(replayer::close)
                    .onClose(server::close);
        } catch (IOException e) {
            throw new UncheckedIOException(suite, e);
        }
    }

    private void check(RecordedCase recorded, CaseReplayer replayer) throws InterruptedException {
        Verdict verdict = replayer.replay(recorded);
        report.addVerdict(recorded, verdict);
        Optional<KnownFailures.Line> line = known.lineFor(recorded);
        if (line.isPresent()) {
            assertThat(verdict.passed())
                    .as(
                            "%s passes now: remove it from known-failures.txt (%s)",
                            recorded.id(), line.get())
                    .isFalse();
        } else {
            assertThat(verdict.differences()).as(recorded.id()).isEmpty();
            assertThat(verdict.skipped()).as("%s was skipped", recorded.id()).isFalse();
        }
    }

    private DynamicTest everyKnownFailureIsACase(List<RecordedCase> all) {
        return dynamicTest(
                "every line of known-failures.txt names a case",
                () -> assertThat(known.withoutCase(all)).isEmpty());
    }

    private DynamicTest docsAreUpToDate() {
        return dynamicTest(
                "docs/compatibility.md carries the table",
                () -> {
                    if (System.getProperty(UPDATE_DOCS) != null) {
                        page.update(report.table());
                    }
                    assertThat(page.table())
                            .as("out of date: run again with -D" + UPDATE_DOCS)
                            .isEqualTo(report.table());
                });
    }

    @AfterAll
    void printReport() throws IOException {
        Path target = Files.createDirectories(Path.of("target"));
        Files.writeString(target.resolve("conformance.md"), report.table());
        Files.write(target.resolve("conformance-failures.txt"), report.failures());
        System.out.println(report.table());
    }
}
