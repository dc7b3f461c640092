package io.bulkhead.testkit;

import io.bulkhead.host.environment.FileTree;
import io.bulkhead.host.environment.PluginFolder;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A plugin that is installed beside a test's server: as it is packed, or as it was compiled. */
public interface PluginSource {
    /** Lays the plugin into the server's folder of plugins. */
    void install(Path plugins) throws IOException;

    /**
     * @param file a jar, a zip or a folder
     */
    static PluginSource packed(Path file) {
        return plugins -> {
            if (!Files.exists(file)) {
                throw new IOException(
                        "there is no plugin at "
                                + file.toAbsolutePath()
                                + "; is the test run before it is packed?");
            }
            FileTree.copy(file, plugins.resolve(file.getFileName()));
        };
    }

    /** Where this class lies, and the jars of these others. */
    static PluginSource compiled(Class<?> runtime, Class<?>... ofLibraries) {
        List<Path> libraries =
                Arrays.stream(ofLibraries).map(PluginSource::placeOf).distinct().toList();
        return plugins -> {
            String id = runtime.getSimpleName();
            Path folder = Files.createDirectories(plugins.resolve(id));
            Files.writeString(folder.resolve("plugin.properties"), "plugin.id=" + id + "\n");
            Path lib = Files.createDirectories(folder.resolve("lib"));
            Path own = placeOf(runtime);
            if (Files.isDirectory(own)) {
                FileTree.copy(own, folder.resolve("classes"));
            } else {
                FileTree.copy(own, lib.resolve(own.getFileName()));
            }
            for (Path library : libraries) {
                FileTree.copy(library, lib.resolve(library.getFileName()));
            }
            PluginFolder.packClasses(folder);
        };
    }

    private static Path placeOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(type + " does not lie in a file", e);
        }
    }
}
