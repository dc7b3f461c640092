package io.bulkhead.host.runtime.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes the file that tells a child what to do. JSON, never Java serialization; the child reads it
 * by {@link ChildSpecFile}, without the library that this needs.
 */
final class ChildSpecWriter {
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
}
