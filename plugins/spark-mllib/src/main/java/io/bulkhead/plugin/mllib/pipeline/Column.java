package io.bulkhead.plugin.mllib.pipeline;

import java.util.List;
import java.util.Optional;

/**
 * What is known of a column before any row.
 *
 * @param name as in the pipeline
 * @param type what its cells hold
 * @param size of its vectors; {@link #ANY_SIZE} if unknown
 * @param labels of a column of indices; empty if it has none
 * @param categories for each value of a vector, or the one of a number, how many categories it has,
 *     0 for a plain number; empty if unknown
 */
public record Column(
        String name, Type type, int size, List<String> labels, List<Integer> categories) {
    /** The size of vectors that may be of any. */
    public static final int ANY_SIZE = -1;

    /** What the cells of a column hold. */
    public enum Type {
        /** A number, text or a vector: the stage takes each. */
        ANY,
        /** A number. */
        NUMBER,
        /** A number or text. */
        SCALAR,
        /** Text. */
        TEXT,
        /** A list of texts. */
        TEXTS,
        /** A vector. */
        VECTOR
    }

    public static Column any(String name) {
        return new Column(name, Type.ANY, ANY_SIZE, List.of(), List.of());
    }

    public static Column scalar(String name) {
        return new Column(name, Type.SCALAR, ANY_SIZE, List.of(), List.of());
    }

    public static Column number(String name) {
        return new Column(name, Type.NUMBER, ANY_SIZE, List.of(), List.of(0));
    }

    /** Indices of labels. */
    public static Column indices(String name, List<String> labels) {
        return new Column(name, Type.NUMBER, ANY_SIZE, labels, List.of(labels.size()));
    }

    public static Column text(String name) {
        return new Column(name, Type.TEXT, ANY_SIZE, List.of(), List.of());
    }

    public static Column texts(String name) {
        return new Column(name, Type.TEXTS, ANY_SIZE, List.of(), List.of());
    }

    public static Column vector(String name, int size) {
        return new Column(name, Type.VECTOR, size, List.of(), List.of());
    }

    public static Column vector(String name, List<Integer> categories) {
        return new Column(name, Type.VECTOR, categories.size(), List.of(), categories);
    }

    /** How many numbers a cell holds, if that is known. */
    public Optional<Integer> width() {
        return switch (type) {
            case NUMBER -> Optional.of(1);
            case VECTOR -> size == ANY_SIZE ? Optional.empty() : Optional.of(size);
            default -> Optional.empty();
        };
    }

    /** The same column, as the more exact of two stages describes it. */
    Column refinedBy(Column other) {
        boolean vaguer =
                type == Type.ANY
                        || (type == Type.SCALAR && other.type != Type.ANY)
                        || (type == other.type && size == ANY_SIZE);
        return vaguer ? other : this;
    }
}
