package io.bulkhead.host.runtime.process;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Who has which part of some memory. Gives out the lowest that is free, so that as little memory as
 * possible is ever touched. Not thread-safe.
 */
final class Extents {
    private static final long PAGE = 4096;

    private final TreeMap<Long, Long> free = new TreeMap<>(); // start to length, never adjacent
    private final Map<Long, Long> taken = new HashMap<>();

    Extents(long size) {
        free.put(0L, size / PAGE * PAGE);
    }

    /** The start of so many bytes; empty if there are none. */
    OptionalLong take(long bytes) {
        long length = Math.max(1, (bytes + PAGE - 1) / PAGE) * PAGE;
        OptionalLong start =
                free.entrySet().stream()
                        .filter(extent -> extent.getValue() >= length)
                        .mapToLong(Map.Entry::getKey)
                        .findFirst();
        start.ifPresent(from -> carve(from, length));
        return start;
    }

    private void carve(long start, long length) {
        Long found = free.remove(start);
        long rest = (found == null ? 0 : found) - length;
        if (rest > 0) {
            free.put(start + length, rest);
        }
        taken.put(start, length);
    }

    /** Gives back what {@link #take} gave. */
    void give(long start) {
        Long length = taken.remove(start);
        if (length == null) {
            throw new IllegalStateException("nobody has taken " + start);
        }
        long from = start;
        long to = start + length;
        Map.Entry<Long, Long> before = free.lowerEntry(start);
        if (before != null && before.getKey() + before.getValue() == start) {
            from = before.getKey();
        }
        Long behind = free.remove(to);
        free.put(from, to - from + (behind == null ? 0 : behind));
    }

    /** How many are taken. */
    int count() {
        return taken.size();
    }
}
