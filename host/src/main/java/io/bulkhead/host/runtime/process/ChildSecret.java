package io.bulkhead.host.runtime.process;

import io.grpc.Metadata;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/** What shows a child that a call is its parent's. */
public final class ChildSecret {
    private static final Metadata.Key<String> KEY =
            Metadata.Key.of("bulkhead-secret", Metadata.ASCII_STRING_MARSHALLER);
    private static final int BYTES = 16;

    private ChildSecret() {}

    static String create() {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }

    static void write(String secret, Metadata metadata) {
        metadata.put(KEY, secret);
    }

    /** Whether the call knows the secret; takes as long whether it does or not. */
    public static boolean matches(String secret, Metadata metadata) {
        String found = metadata.get(KEY);
        return found != null
                && MessageDigest.isEqual(
                        found.getBytes(StandardCharsets.US_ASCII),
                        secret.getBytes(StandardCharsets.US_ASCII));
    }
}
