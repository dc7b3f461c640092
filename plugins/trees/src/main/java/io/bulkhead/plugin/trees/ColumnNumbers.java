package io.bulkhead.plugin.trees;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import java.util.function.ToIntFunction;

/**
 * Numbers the columns that splits compare, each when it is first asked for. The first is 1: at 0
 * stands what leaves compare. For one thread.
 *
 * @param <C> what a column is made of
 */
public final class ColumnNumbers<C> {
    private final Map<C, Integer> numbers = new LinkedHashMap<>();

    /** The number of a column. */
    public int of(C column) {
        int next = numbers.size() + 1;
        return numbers.computeIfAbsent(column, added -> next);
    }

    /** By column: the feature that it is made of. */
    public int[] features(ToIntFunction<C> feature) {
        int[] features = new int[numbers.size() + 1];
        numbers.forEach((column, number) -> features[number] = feature.applyAsInt(column));
        return features;
    }

    /** Hands out all columns with their numbers. */
    public void forEach(ObjIntConsumer<C> user) {
        numbers.forEach(user::accept);
    }
}
