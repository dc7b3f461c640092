package io.bulkhead.host.runtime.process;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** What is wrong with a child that lives. */
final class ChildHealth {
    private ChildHealth() {}

    /** Why it must be replaced, in words that follow its name; empty if it need not. */
    static Optional<String> fault(ChildProcess child, ChildSettings settings, OptionalLong limit) {
        if (child.client().pulse().hangs(System.nanoTime(), settings.hangTimeout())) {
            return Optional.of(
                    "missed every deadline for " + settings.hangTimeout().toSeconds() + " s");
        }
        if (limit.isEmpty()) {
            return Optional.empty();
        }
        OptionalLong resident = ResidentMemory.of(child.pid());
        return resident.isPresent() && resident.getAsLong() > limit.getAsLong()
                ? Optional.of(
                        "took "
                                + megabytes(resident.getAsLong())
                                + " of memory, its limit is "
                                + megabytes(limit.getAsLong()))
                : Optional.empty();
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%d MB", bytes >> 20);
    }
}
