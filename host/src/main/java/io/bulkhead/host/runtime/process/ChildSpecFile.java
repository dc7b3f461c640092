package io.bulkhead.host.runtime.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the file that tells a child what to do, which {@link ChildSpecWriter} writes. */
public final class ChildSpecFile {
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
