package io.bulkhead.plugin.huggingface.generation;

import java.util.Optional;

/**
 * How long a sequence may and must become.
 *
 * @param most tokens of a sequence, its start included
 * @param mostNew tokens behind the start; goes before {@code most}
 * @param fewest tokens of a sequence, its start included
 * @param fewestNew tokens behind the start
 */
record Lengths(int most, Optional<Integer> mostNew, int fewest, int fewestNew) {
    private static final int DEFAULT_LENGTH = 20;

    static Lengths of(Wishes wishes) {
        return new Lengths(
                wishes.integer("max_length").orElse(DEFAULT_LENGTH),
                wishes.atLeast(1, "max_new_tokens"),
                wishes.integer("min_length").orElse(0),
                wishes.integer("min_new_tokens").orElse(0));
    }

    /** The most tokens of a sequence with such a start. */
    int longest(int start) {
        return mostNew.map(fresh -> start + fresh).orElse(most);
    }

    /** Whether a sequence is too short to end. */
    boolean isShort(int length, int start) {
        return length < fewest || length - start < fewestNew;
    }
}
