package io.bulkhead.host.runtime.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes and reads the file that tells a child what to do. JSON, never Java serialization. */
public final class ChildSpecFile {
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
        Files.write(file, new ObjectMapper().writeValueAsBytes(contents));
    }

    /** Reads the file; in the child, see {@link JsonObject}. */
    public ChildSpec read(Path file) throws IOException {
        JsonObject contents = JsonObject.parse(Files.readAllBytes(file));
        List<ChildModel> models = new ArrayList<>();
        for (JsonObject model : contents.objects("models")) {
            models.add(ChildModelJson.read(model));
        }
        return new ChildSpec(
                models,
                Path.of(contents.text("folder")),
                Path.of(contents.text("socket")),
                contents.text("secret"),
                ChildTelemetry.read(contents.object("telemetry")));
    }
}
