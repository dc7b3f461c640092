package io.bulkhead.host.environment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.ZipFile;

/** A plugin as a zip, seen from outside: a zip may be anything, a model too. */
final class PluginZip {
    private PluginZip() {}

    /** Whether what a plugin has is in it. */
    static boolean mayBe(Path zip) throws IOException {
        try (ZipFile file = new ZipFile(zip.toFile())) {
            return file.stream()
                    .anyMatch(
                            entry ->
                                    entry.getName().matches("(lib/)?[^/]+\\.jar")
                                            || entry.getName().startsWith("classes/")
                                            || entry.getName().equals(PluginDescriptor.FILE));
        }
    }
}
