package io.bulkhead.plugin.huggingface.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a content is what the hub says. A mirror's own etags say nothing: then its size must do.
 */
final class Checksum {
    private static final int BUFFER = 1 << 20;

    private Checksum() {}

    /** What is wrong with a whole file; empty if nothing is. */
    static Optional<String> fault(Path file, RemoteFile remote) throws IOException {
        long size = Files.size(file);
        if (size != remote.size()) {
            return Optional.of("has " + size + " bytes, the hub says " + remote.size());
        }
        if (!remote.hasSha256() && !remote.hasGitSha1()) {
            return Optional.empty();
        }
        String found = digest(file, remote);
        return found.equals(remote.etag().toLowerCase(Locale.ROOT))
                ? Optional.empty()
                : Optional.of("has the checksum " + found + ", the hub says " + remote.etag());
    }

    private static String digest(Path file, RemoteFile remote) throws IOException {
        MessageDigest digest = algorithm(remote.hasSha256() ? "SHA-256" : "SHA-1");
        if (remote.hasGitSha1()) {
            digest.update(("blob " + remote.size() + "\0").getBytes(StandardCharsets.US_ASCII));
        }
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest algorithm(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has both
        }
    }
}
