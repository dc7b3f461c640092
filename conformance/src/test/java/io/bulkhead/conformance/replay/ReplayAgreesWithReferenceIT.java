package io.bulkhead.conformance.replay;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.partitioningBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bulkhead.conformance.Distribution;
import io.bulkhead.conformance.ModelFolders;
import io.bulkhead.conformance.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The replayer in Java and the reference in Python come to the same verdict on every case. */
class ReplayAgreesWithReferenceIT {
    private static final int PLENTY = 200;

    private final Corpus corpus = new Corpus(Path.of("corpus"));

    @TempDir Path scratch;

    @BeforeAll
    static void needsPython() throws InterruptedException {
        assumeTrue(
                ReferenceReplayer.isAvailable(),
                "python3 with grpcio is not here: pip install grpcio protobuf");
    }

    /** A server that is nearly right tells more about the comparing than one that is right. */
    @Test
    void onRecordedAnswersThatWereSpoiled() throws Exception {
        Path cases = Files.createDirectory(scratch.resolve("spoiled"));
        SpoiledAnswers rest = new SpoiledAnswers(cases);
        SpoiledGrpcAnswers grpc =
                new SpoiledGrpcAnswers(ProtoServices.read(corpus.descriptorSet()), cases);
        for (String suite : corpus.suites()) {
            for (RecordedCase recorded : corpus.cases(suite)) {
                rest.addAll(recorded);
                grpc.addAll(recorded);
            }
        }
        try (ScriptedServer restServer = new ScriptedServer(rest.replies());
                ScriptedGrpcServer grpcServer = new ScriptedGrpcServer(grpc.replies())) {
            var target = Optional.of(grpcServer.target());
            var endpoints = new Endpoints(restServer.base(), target, Optional.empty());
            Map<String, Boolean> verdicts = ourVerdicts(endpoints, cases);
            assertThat(verdicts).isEqualTo(referenceVerdicts(endpoints, cases));
            assertManyOfBoth(verdicts, "rest-");
            assertManyOfBoth(verdicts, "grpc-");
        }
    }

    /** Agreement means little where everything passes, or nothing. */
    private static void assertManyOfBoth(Map<String, Boolean> verdicts, String prefix) {
        var chosen = verdicts.entrySet().stream().filter(e -> e.getKey().startsWith(prefix));
        var byVerdict = chosen.collect(partitioningBy(Map.Entry::getValue, counting()));
        assertThat(byVerdict.values()).as(prefix).allMatch(count -> count > PLENTY);
    }

    /** Each asks a server of its own, so that neither finds what the other left behind. */
    @ParameterizedTest
    @ValueSource(strings = {"dataplane", "repository", "settings-root-path"})
    void onTheBuiltDistribution(String suite) throws Exception {
        Path models = ModelFolders.copy(corpus.models(suite), scratch);
        Path cases = corpus.casesFolder(suite);
        Map<String, Boolean> reference;
        try (RunningServer server = Distribution.built().start(models)) {
            reference = referenceVerdicts(server.endpoints(), cases);
        }
        try (RunningServer server = Distribution.built().start(models)) {
            assertThat(ourVerdicts(server.endpoints(), cases)).isEqualTo(reference).isNotEmpty();
        }
    }

    private Map<String, Boolean> referenceVerdicts(Endpoints endpoints, Path cases)
            throws IOException, InterruptedException {
        return new ReferenceReplayer(corpus).verdicts(endpoints, cases, scratch);
    }

    private Map<String, Boolean> ourVerdicts(Endpoints endpoints, Path cases)
            throws IOException, InterruptedException {
        Map<String, Boolean> verdicts = new TreeMap<>();
        try (CaseReplayer replayer = new CaseReplayer(endpoints, corpus)) {
            for (RecordedCase recorded : Corpus.readCases("any", cases)) {
                verdicts.put(recorded.name(), replayer.replay(recorded).passed());
            }
        }
        return verdicts;
    }
}
