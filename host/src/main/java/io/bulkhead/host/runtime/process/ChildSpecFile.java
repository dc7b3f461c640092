package io.bulkhead.host.runtime.process;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes and reads the file that tells a child what to do. JSON, never Java serialization. */
public final class ChildSpecFile {
    private final ObjectMapper json =
            new ObjectMapper().enable(DeserializationFeature.USE_LONG_FOR_INTS);

    private record Contents(
            String folder,
            String socket,
            String secret,
            List<ChildModelJson.Contents> models,
            ChildTelemetry telemetry) {}

    void write(ChildSpec spec, Path file) throws IOException {
        Contents contents =
                new Contents(
                        spec.folder().toString(),
                        spec.socket().toString(),
                        spec.secret(),
                        spec.models().stream().map(ChildModelJson::write).toList(),
                        spec.telemetry());
        Files.write(file, json.writeValueAsBytes(contents));
    }

    /** Reads the file. */
    public ChildSpec read(Path file) throws IOException {
        Contents contents = json.readValue(Files.readAllBytes(file), Contents.class);
        List<ChildModel> models = new ArrayList<>();
        for (ChildModelJson.Contents model : contents.models()) {
            models.add(new ChildModelJson().read(model));
        }
        return new ChildSpec(
                models,
                Path.of(contents.folder()),
                Path.of(contents.socket()),
                contents.secret(),
                contents.telemetry());
    }
}
