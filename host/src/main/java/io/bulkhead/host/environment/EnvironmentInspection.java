package io.bulkhead.host.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an environment's archive holds, and whether it would be used here.
 *
 * @param manifest what it says of itself, if anything
 * @param jars in it, with what is in them
 * @param java that it brings
 * @param bytes that it unpacks to
 * @param faults why it would not be used, in words; none if it would
 */
public record EnvironmentInspection(
        Optional<EnvironmentManifest> manifest,
        List<Jar> jars,
        Optional<String> java,
        long bytes,
        List<String> faults) {
    /** Copies the lists. */
    public EnvironmentInspection {
        jars = List.copyOf(jars);
        faults = List.copyOf(faults);
    }

    /**
     * One jar.
     *
     * @param path in the archive
     */
    public record Jar(String path, long bytes, JarContents contents) {}

    /**
     * Unpacks an archive aside and looks at it.
     *
     * @throws IOException if it is refused, saying why; nothing is left of it
     */
    public static EnvironmentInspection of(Path archive, ArchiveLimits limits) throws IOException {
        Path folder = Files.createTempDirectory("bulkhead-inspect-");
        try {
            long bytes = SafeArchive.unpack(archive, folder, limits, SafeArchive.EntryCheck.NONE);
            EnvironmentLayout layout = EnvironmentLayout.of(folder);
            Optional<EnvironmentManifest> manifest = EnvironmentManifest.in(layout.root());
            List<String> faults = new ArrayList<>();
            if (manifest.isPresent()) {
                faults.addAll(manifest.get().differences(layout.root()));
            }
            layout.unpackPlugins(limits, bytes);
            Optional<JavaRelease> java = layout.javaHome().map(JavaRelease::of);
            int feature = java.map(JavaRelease::feature).orElse(Runtime.version().feature());
            manifest.map(m -> m.objection(feature))
                    .filter(objection -> !objection.isEmpty())
                    .ifPresent(faults::add);
            return new EnvironmentInspection(
                    manifest, jars(layout), java.map(JavaRelease::version), bytes, faults);
        } finally {
            FileTree.delete(folder);
        }
    }

    private static List<Jar> jars(EnvironmentLayout layout) throws IOException {
        List<Jar> jars = new ArrayList<>();
        for (JarContents jar : JarContents.readAll(layout.jars())) {
            String path = EnvironmentManifest.slashed(layout.root().relativize(jar.path()));
            jars.add(new Jar(path, Files.size(jar.path()), jar));
        }
        return jars;
    }
}
