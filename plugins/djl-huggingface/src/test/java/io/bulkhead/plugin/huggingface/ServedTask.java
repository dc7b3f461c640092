package io.bulkhead.plugin.huggingface;

import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.route.RouteRequest;
import io.bulkhead.api.route.RouteResponse;
import io.bulkhead.plugin.huggingface.call.Arguments;
import io.bulkhead.plugin.huggingface.call.Call;
import io.bulkhead.plugin.huggingface.folder.ModelFolder;
import io.bulkhead.plugin.huggingface.json.PythonJson;
import io.bulkhead.plugin.huggingface.settings.RuntimeSettings;
import io.bulkhead.plugin.huggingface.stream.AnswerParts;
import io.bulkhead.plugin.huggingface.task.Task;
import io.bulkhead.plugin.huggingface.task.TaskFactory;
import io.bulkhead.plugin.huggingface.task.TaskSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A task of a folder, called as a request calls it. */
public final class ServedTask implements AutoCloseable {
    /** The folders whose answers were recorded. */
    public static final Path CORPUS =
            Path.of("..", "..", "conformance", "corpus", "models", "huggingface");

    private final Task task;

    private ServedTask(Task task) {
        this.task = task;
    }

    /** One of the corpus, whose folders have the names of their tasks. */
    public static ServedTask of(String name) {
        return of(CORPUS.resolve(name), Map.of("task", name));
    }

    /** A task with these settings. */
    public static ServedTask of(Path path, Map<String, Object> settings) {
        ModelFolder folder = ModelFolder.open(path);
        return new ServedTask(
                new TaskFactory(
                                new TaskSource(
                                        "served", folder, folder, RuntimeSettings.of(settings)))
                        .create());
    }

    /** The answer to positional arguments. */
    public String answer(Object... positional) {
        return answer(List.of(positional), Map.of());
    }

    /** The answer to arguments, as JSON. */
    public String answer(List<Object> positional, Map<String, Object> keywords) {
        return PythonJson.write(
                task.call(
                        task.signature().bind(new Call(positional, new HashMap<>(keywords))),
                        RequestContext.background()));
    }

    /** The texts of an answer's parts. */
    public List<String> parts(List<Object> positional, Map<String, Object> keywords) {
        List<String> texts = new ArrayList<>();
        Arguments arguments = task.signature().bind(new Call(positional, new HashMap<>(keywords)));
        try (AnswerParts parts = task.stream(arguments, RequestContext.background())) {
            for (Optional<Object> part = parts.next(); part.isPresent(); part = parts.next()) {
                Map<?, ?> fields = (Map<?, ?>) ((List<?>) part.get()).get(0);
                texts.add(String.valueOf(fields.values().iterator().next()));
            }
        }
        return texts;
    }

    /** What one of its endpoints answers. */
    public RouteResponse call(String path, String body) {
        RouteRequest request =
                new RouteRequest("", ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
        return task.routes().stream()
                .filter(route -> route.path().equals(path))
                .findFirst()
                .orElseThrow()
                .handler()
                .handle(request, RequestContext.background())
                .toCompletableFuture()
                .join();
    }

    @Override
    public void close() {
        task.close();
    }
}
