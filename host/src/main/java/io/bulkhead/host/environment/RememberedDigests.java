package io.bulkhead.host.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * SHA-256 of large files, computed once as long as a file does not change: an archive of gigabytes
 * is named by many models, and asked for with every load. Thread-safe.
 */
final class RememberedDigests {
    private static final int CAPACITY = 1_000;

    private final Map<String, String> digests =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
                    return size() > CAPACITY;
                }
            };

    String of(Path file) throws IOException {
        BasicFileAttributes before = Files.readAttributes(file, BasicFileAttributes.class);
        String key =
                file.toRealPath()
                        + "\n"
                        + before.size()
                        + "\n"
                        + before.lastModifiedTime()
                        + "\n"
                        + before.fileKey();
        synchronized (digests) {
            String known = digests.get(key);
            if (known != null) {
                return known;
            }
        }
        String digest = Digests.sha256(file);
        synchronized (digests) {
            digests.put(key, digest);
        }
        return digest;
    }
}
