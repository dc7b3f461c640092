package io.bulkhead.api;

import java.util.List;

/**
 * What a runtime would make of an artefact, told without loading it. Immutable.
 *
 * @param facts lines for a person, e.g. {@code flavor sklearn, model.pkl}
 * @param delegates names of the runtimes that it would {@linkplain ModelContext#delegate ask}
 */
public record Outline(List<String> facts, List<String> delegates) {
    private static final Outline EMPTY = new Outline(List.of(), List.of());

    /** Copies the lists. */
    public Outline {
        facts = List.copyOf(facts);
        delegates = List.copyOf(delegates);
    }

    /** Nothing to tell. */
    public static Outline empty() {
        return EMPTY;
    }
}
