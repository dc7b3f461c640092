package io.bulkhead.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bulkhead.api.Isolation;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.client.InferenceClient;
import io.bulkhead.host.environment.FileTree;
import io.bulkhead.host.plugin.release.Leak;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A server with two copies of a model, of which the second is loaded when asked for. */
final class ServedCopies implements AutoCloseable {
    /** How long a loader or a process may take to go, on a machine that does other things, too. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String SETTINGS = "model-settings.json";
    private static final String NAME = "under-test";
    private static final String BESIDE = "beside";
    private static final JsonMapper JSON = new JsonMapper();

    private final ModelUnderTest model;
    private final Path work;
    private final Set<ProcessHandle> before;
    private final RunningServer server;
    private final Answers answers;

    private ServedCopies(
            ModelUnderTest model, Path work, Set<ProcessHandle> before, RunningServer server) {
        this.model = model;
        this.work = work;
        this.before = before;
        this.server = server;
        this.answers = new Answers(model.tolerance());
    }

    static ServedCopies start(ModelUnderTest model, Isolation isolation) {
        if (model.samples().isEmpty()) {
            throw new IllegalArgumentException("give requests that the model answers: asked(...)");
        }
        try {
            Path work = Files.createTempDirectory("bulkhead-contract-");
            copy(model.folder(), work.resolve(NAME), NAME, isolation);
            copy(model.folder(), work.resolve(BESIDE), BESIDE, isolation);
            ServerSetup setup =
                    ServerSetup.on(work)
                            .withSetting("load_models_at_startup", "false")
                            .withSetting("leak_check_seconds", "1");
            for (PluginSource plugin : model.plugins()) {
                setup = setup.with(plugin);
            }
            ServedCopies copies = new ServedCopies(model, work, processes(), setup.start());
            copies.load();
            return copies;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<ProcessHandle> processes() {
        return ProcessHandle.current().children().collect(Collectors.toSet());
    }

    private static void copy(Path folder, Path to, String name, Isolation isolation)
            throws IOException {
        FileTree.copy(folder, to);
        Path file = to.resolve(SETTINGS);
        JsonNode settings = JSON.readTree(file.toFile());
        if (!(settings instanceof ObjectNode object)) {
            throw new IOException(folder.resolve(SETTINGS) + " is no object");
        }
        object.put("name", name)
                .withObjectProperty("parameters")
                .put("isolation", isolation.name().toLowerCase(Locale.ROOT));
        JSON.writeValue(file.toFile(), object);
    }

    String name() {
        return NAME;
    }

    List<InferenceRequest> samples() {
        return model.samples();
    }

    List<InferenceClient> clients() {
        return List.of(server.rest(), server.grpc());
    }

    RunningServer server() {
        return server;
    }

    InferenceResponse ask(InferenceRequest request) {
        return server.ask(NAME, request);
    }

    InferenceResponse askBeside(InferenceRequest request) {
        return server.ask(BESIDE, request);
    }

    void load() {
        server.rest().load(NAME);
    }

    void unload() {
        server.rest().unload(NAME);
    }

    void loadBeside() {
        server.rest().load(BESIDE);
    }

    void unloadBeside() {
        server.rest().unload(BESIDE);
    }

    /**
     * @throws AssertionError with what is different
     */
    void requireSame(InferenceResponse found, InferenceResponse wanted) {
        Optional<String> difference = answers.difference(found, wanted);
        if (difference.isPresent()) {
            throw new AssertionError(difference.get());
        }
    }

    /** Whether class loaders and processes of unloaded models have ended. */
    boolean isGone() {
        return server.sentinel().hasNoneLeft() && before.containsAll(processes());
    }

    List<Leak> leaks() {
        return server.sentinel().leaks();
    }

    @Override
    public void close() {
        server.close();
        try {
            FileTree.delete(work);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
