package io.bulkhead.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders of models that the tests' own classes run. */
final class Models {
    private Models() {}

    /** A model of this runtime's name in the folder. */
    static Path write(Path folder, Class<?> runtime) throws IOException {
        Files.writeString(
                folder.resolve("model-settings.json"),
                "{\"name\": \"%s\", \"implementation\": \"%s\"}"
                        .formatted(runtime.getSimpleName(), runtime.getName()));
        return folder;
    }
}
