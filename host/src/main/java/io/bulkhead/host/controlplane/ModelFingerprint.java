package io.bulkhead.host.controlplane;

import io.bulkhead.host.config.ModelDefinition;
import io.bulkhead.host.plugin.RuntimeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Tells whether loading a model again would give the same. */
final class ModelFingerprint {
    private static final int MAX_FILES = 10_000;

    private ModelFingerprint() {}

    /** Of settings, plugin, and names, sizes and times of the files of artefact and samples. */
    static String of(
            ModelDefinition definition, RuntimeSource runtime, Path artifact, List<Path> samples) {
        StringBuilder text = new StringBuilder(definition.declaration());
        text.append('\n').append(runtime.name());
        text.append('\n').append(runtime.environment().fingerprint());
        text.append(' ').append(runtime.environment().source().sha256());
        try {
            List<Path> files = new ArrayList<>(files(artifact));
            files.addAll(samples);
            for (Path file : files) {
                BasicFileAttributes attributes =
                        Files.readAttributes(file, BasicFileAttributes.class);
                text.append('\n').append(file).append(' ').append(attributes.size());
                text.append(' ').append(attributes.lastModifiedTime());
                text.append(' ').append(attributes.fileKey());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static List<Path> files(Path artifact) throws IOException {
        if (!Files.isDirectory(artifact)) {
            return List.of(artifact);
        }
        try (Stream<Path> tree = Files.walk(artifact)) {
            return tree.filter(Files::isRegularFile).sorted().limit(MAX_FILES).toList();
        }
    }
}
