package io.bulkhead.conformance.authoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What this build publishes, laid out as a local repository, so that another build finds it without
 * anything having been installed.
 */
record OwnArtifacts(Path repository, String version) {
    private static final Path ROOT = Path.of("..");
    private static final List<String> MODULES =
            List.of(
                    "plugin-api",
                    "plugin-processor",
                    "protocol",
                    "codec",
                    "client",
                    "host",
                    "testkit",
                    "archetype");

    static OwnArtifacts in(Path repository) throws IOException {
        OwnArtifacts artifacts =
                new OwnArtifacts(repository, System.getProperty("bulkhead.version"));
        artifacts.lay("bulkhead-parent", ROOT.resolve("pom.xml"), "pom");
        for (String module : MODULES) {
            String name = "bulkhead-" + module;
            Path folder = ROOT.resolve(module);
            artifacts.lay(name, folder.resolve("pom.xml"), "pom");
            String file = name + "-" + artifacts.version() + ".jar";
            artifacts.lay(name, folder.resolve("target").resolve(file), "jar");
        }
        return artifacts;
    }

    private void lay(String name, Path file, String type) throws IOException {
        Path folder = repository.resolve("io/bulkhead").resolve(name).resolve(version);
        Files.createDirectories(folder);
        Files.copy(file, folder.resolve(name + "-" + version + "." + type));
    }
}
