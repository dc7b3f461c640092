package io.bulkhead.host.runtime;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out whether a load failed because a native library did not link. Only the first attempt
 * says so by an {@link UnsatisfiedLinkError}; every later use of the class that links it fails with
 * a {@link NoClassDefFoundError}, behind which the JVM keeps no more than the error's name.
 */
final class LinkFailure {
    private static final String NAME = UnsatisfiedLinkError.class.getName();

    private LinkFailure() {}

    /** What the linker said; empty if it was not the linker. */
    static Optional<String> in(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable cause = failure;
                cause != null && seen.add(cause);
                cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            boolean remembered = cause instanceof LinkageError && message.contains(NAME);
            if (cause instanceof UnsatisfiedLinkError || remembered) {
                return Optional.of(message);
            }
        }
        return Optional.empty();
    }
}
