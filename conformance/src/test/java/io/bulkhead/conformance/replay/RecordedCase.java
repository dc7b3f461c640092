package io.bulkhead.conformance.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * One case of the corpus: steps that run in order on one server.
 *
 * @param suite the model repository that it is asked of
 * @param name unique in its suite
 * @param steps the steps, as {@code corpus/README.md} describes them
 */
public record RecordedCase(String suite, String name, List<JsonNode> steps) {
    public RecordedCase {
        steps = List.copyOf(steps);
    }

    static RecordedCase read(String suite, Path file) throws IOException {
        JsonNode json = PythonJson.read(file);
        String fileName = file.getFileName().toString();
        String name = json.path("name").asText(fileName.replaceFirst("\\.json$", ""));
        return new RecordedCase(suite, name, Trees.elements(json.path("steps")));
    }

    /** {@code suite/name}, as the list of known failures has it. */
    public String id() {
        return suite + "/" + name;
    }
}
