package io.bulkhead.host.controlplane;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which files there are, and what tells each from what it is after a change: links are followed, as
 * a volume that is mounted from a configuration changes by one.
 *
 * @param stamps by file
 */
record FileSnapshot(Map<Path, String> stamps) {
    private static final int MAX_DEPTH = 64;

    /** Copies the map. */
    FileSnapshot {
        stamps = Map.copyOf(stamps);
    }

    /**
     * Of these files and all below these folders. What is hidden does not count, nor does what
     * Python compiles while a model is loaded.
     */
    static FileSnapshot of(Collection<Path> places) throws IOException {
        Map<Path, String> stamps = new HashMap<>();
        for (Path place : places) {
            Files.walkFileTree(
                    place,
                    EnumSet.of(FileVisitOption.FOLLOW_LINKS),
                    MAX_DEPTH,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(
                                Path folder, BasicFileAttributes attributes) {
                            return !folder.equals(place) && isSkipped(folder)
                                    ? FileVisitResult.SKIP_SUBTREE
                                    : FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFile(
                                Path file, BasicFileAttributes attributes) {
                            if (!isSkipped(file)) {
                                stamps.put(file, stamp(attributes));
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException e) {
                            return FileVisitResult.CONTINUE; // gone while we looked, or not ours
                        }
                    });
        }
        return new FileSnapshot(stamps);
    }

    private static boolean isSkipped(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.startsWith(".") || name.equals("__pycache__");
    }

    private static String stamp(BasicFileAttributes attributes) {
        return attributes.size()
                + " "
                + attributes.lastModifiedTime().toMillis()
                + " "
                + attributes.fileKey();
    }

    /** Files that are in one of both only, or differ. */
    Set<Path> changedSince(FileSnapshot before) {
        Set<Path> changed = new HashSet<>(before.stamps.keySet());
        changed.addAll(stamps.keySet());
        changed.removeIf(
                file ->
                        stamps.containsKey(file)
                                && stamps.get(file).equals(before.stamps.get(file)));
        return changed;
    }
}
