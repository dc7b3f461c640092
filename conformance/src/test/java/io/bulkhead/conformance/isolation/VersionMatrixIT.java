package io.bulkhead.conformance.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bulkhead.conformance.Distribution;
import io.bulkhead.conformance.RunningServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two versions each of libraries that cannot share a process, or not a class path, in one server:
 * all answer at once, each with its own version, whichever was loaded first.
 */
@Timeout(300)
class VersionMatrixIT {
    private static final int ROUNDS = 20;

    @TempDir private static Path work;
    private static TestRepository models;

    @BeforeAll
    static void layOutTheModels() throws IOException {
        assumeThat(System.getProperty("os.name") + "/" + System.getProperty("os.arch"))
                .as("the platform that all of these libraries are built for")
                .isEqualTo("Linux/amd64");
        models = TestRepository.in(work);
        for (MatrixLibrary library : MatrixLibrary.all()) {
            for (Version version : Version.values()) {
                Path folder = models.declare(version.of(library), settings(library));
                library.layOut(models, folder);
                CustomRuntime.with(library.runtime(), library.libraries(version.isNew()))
                        .zip(folder.resolve("runtime.zip"));
            }
        }
    }

    /** Small, as there are many; and DJL must neither look for a cloud nor write to the home. */
    private static String settings(MatrixLibrary library) {
        return "{'implementation': '%s', 'parameters': {'jvm_options': '-Xmx128m %s'}}"
                .formatted(library.implementation(), djlOptions());
    }

    private static String djlOptions() {
        return "-DOPT_OUT_TRACKING=true -DENGINE_CACHE_DIR=" + work.resolve("djl");
    }

    private enum Version {
        OLD,
        NEW;

        boolean isNew() {
            return this == NEW;
        }

        Version other() {
            return isNew() ? OLD : NEW;
        }

        String of(MatrixLibrary library) {
            return library.name() + (isNew() ? "-new" : "-old");
        }
    }

    @ParameterizedTest
    @EnumSource
    void allAnswerAtOnceWithTheirOwnVersion(Version first) throws Exception {
        Map<String, String> environment = new HashMap<>(models.environment());
        environment.put("MLSERVER_LOAD_MODELS_AT_STARTUP", "false");
        environment.put("BULKHEAD_JAVA_OPTS", djlOptions());
        try (RunningServer server = Distribution.built().start(models.root(), environment)) {
            ModelClient client = new ModelClient(server);
            load(client, first);
            load(client, first.other());
            askAllAtOnce(client);
            for (MatrixLibrary library : MatrixLibrary.all()) {
                checkPlaces(server, client, library, first);
            }
        }
    }

    private static void load(ModelClient client, Version version) throws Exception {
        List<Callable<String>> loads = new ArrayList<>();
        for (MatrixLibrary library : MatrixLibrary.all()) {
            loads.add(() -> client.load(version.of(library)).body());
        }
        assertThat(together(loads)).containsOnly("");
    }

    private static void askAllAtOnce(ModelClient client) throws Exception {
        List<Callable<Integer>> callers = new ArrayList<>();
        for (MatrixLibrary library : MatrixLibrary.all()) {
            for (Version version : Version.values()) {
                callers.add(
                        () -> {
                            for (int i = 0; i < ROUNDS; i++) {
                                ask(client, library, version);
                            }
                            return ROUNDS;
                        });
            }
        }
        assertThat(together(callers)).containsOnly(ROUNDS);
    }

    /** Asks, checks what is answered, and says which process answered. */
    private static long ask(ModelClient client, MatrixLibrary library, Version version)
            throws Exception {
        JsonNode answer = client.infer(version.of(library), library.request());
        library.checkAnswer(answer);
        assertThat(ModelClient.output(answer, "library_version").get(0).asText())
                .as(version.of(library))
                .isEqualTo(library.reported(version.isNew()));
        return ModelClient.output(answer, "pid").get(0).asLong();
    }

    /** The first that came lives in the server, and so does the second if it is pure Java. */
    private static void checkPlaces(
            RunningServer server, ModelClient client, MatrixLibrary library, Version first)
            throws Exception {
        long host = server.process().pid();
        Version second = first.other();
        assertThat(ask(client, library, first)).as(first.of(library)).isEqualTo(host);
        long place = ask(client, library, second);
        if (library.nativeFile().isEmpty()) {
            assertThat(place).as(second.of(library)).isEqualTo(host);
            return;
        }
        assertThat(place).as(second.of(library)).isNotEqualTo(host);
        library.checkMapped(host, first.isNew());
        library.checkMapped(place, second.isNew());
        assertThat(client.indexEntry(second.of(library)).path("reason").asText())
                .as(second.of(library))
                .contains("child JVM", "another build of");
        assertThat(client.indexEntry(first.of(library)).path("reason").asText()).isEmpty();
        assertThat(server.log())
                .contains("Model " + second.of(library) + " takes a child JVM: another build of");
    }

    private static <T> List<T> together(List<Callable<T>> calls) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(calls.size());
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : pool.invokeAll(calls)) {
                results.add(result.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }
}
