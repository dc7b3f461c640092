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
            Map<String, Boolean> verdicts = agreedVerdicts(endpoints, "spoiled", cases);
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

    @ParameterizedTest
    @ValueSource(strings = {"dataplane", "repository", "settings-root-path"})
    void onTheBuiltDistribution(String suite) throws Exception {
        Path models = ModelFolders.copy(corpus.models(suite), scratch);
        try (RunningServer server = Distribution.built().start(models)) {
            assertThat(agreedVerdicts(server.endpoints(), suite, corpus.casesFolder(suite)))
                    .isNotEmpty();
        }
    }

    private Map<String, Boolean> agreedVerdicts(Endpoints endpoints, String suite, Path cases)
            throws IOException, InterruptedException {
        Map<String, Boolean> reference =
                new ReferenceReplayer(corpus).verdicts(endpoints, cases, scratch);
        Map<String, Boolean> ours = new TreeMap<>();
        try (CaseReplayer replayer = new CaseReplayer(endpoints, corpus)) {
            for (RecordedCase recorded : Corpus.readCases(suite, cases)) {
                ours.put(recorded.name(), replayer.replay(recorded).passed());
            }
        }
        assertThat(ours).isEqualTo(reference);
        return reference;
    }
}
