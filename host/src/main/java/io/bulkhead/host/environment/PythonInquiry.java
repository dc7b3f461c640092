package io.bulkhead.host.environment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bulkhead.api.error.ServingException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks a Python what it is, in a process of its own that ends with the answer. */
public final class PythonInquiry {
    private static final int SECONDS = 30;
    private static final ObjectMapper JSON = new ObjectMapper();

    private PythonInquiry() {}

    /**
     * Asks an interpreter.
     *
     * @param module that a model's runtime is in
     * @param folders where what the model needs is written down; in the first its module may lie
     * @throws ServingException {@code MODEL_LOAD_FAILED} if it is no Python that works
     */
    public static PythonFacts ask(Path interpreter, String module, List<Path> folders) {
        try {
            Path output = Files.createTempFile("python-facts", ".json");
            try {
                return read(run(interpreter, module, folders, output.toFile()), output);
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw broken("cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw broken("was interrupted", e);
        }
    }

    private static int run(Path interpreter, String module, List<Path> folders, File output)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(interpreter.toString(), "-c", script(), module));
        folders.forEach(folder -> command.add(folder.toAbsolutePath().toString()));
        Process process =
                new ProcessBuilder(command)
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(output)
                        .redirectErrorStream(true)
                        .start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new IOException("it does not answer");
        }
        return process.exitValue();
    }

    private static PythonFacts read(int exit, Path output) throws IOException {
        List<String> lines = Files.readAllLines(output);
        String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
        if (exit != 0 || !last.startsWith("{")) {
            throw broken("does not work: " + (last.isEmpty() ? "exit code " + exit : last), null);
        }
        JsonNode said = JSON.readTree(last);
        return new PythonFacts(
                said.path("python").asText(),
                Optional.ofNullable(said.path("mlserver").textValue()),
                said.path("module").asBoolean(),
                texts(said.path("faults")),
                texts(said.path("advice")));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(element -> texts.add(element.asText()));
        return texts;
    }

    private static ServingException broken(String how, @Nullable Exception cause) {
        return ServingException.loadFailed("it " + how, cause);
    }

    private static String script() {
        try (InputStream in = PythonInquiry.class.getResourceAsStream("python-facts.py")) {
            if (in == null) {
                throw new IllegalStateException("python-facts.py is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
