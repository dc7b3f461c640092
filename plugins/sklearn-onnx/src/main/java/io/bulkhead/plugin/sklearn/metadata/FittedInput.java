package io.bulkhead.plugin.sklearn.metadata;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a fitted estimator takes, and what of that it hands on as it is.
 *
 * @param layout how the columns come
 * @param columns that it was fitted on
 * @param names of the columns; empty if it was fitted on an array
 * @param passed of the columns that it gives those that came in as they are: where they came in, by
 *     where they go out
 */
record FittedInput(
        Layout layout,
        List<KnownColumn> columns,
        List<String> names,
        Map<Integer, Integer> passed) {
    /** With the names that belong to the columns, or none. */
    FittedInput {
        names = names.size() == columns.size() ? names : List.of();
    }

    static FittedInput of(Layout layout, List<KnownColumn> columns) {
        return new FittedInput(layout, columns, List.of(), Map.of());
    }

    /** So many columns of numbers. */
    static FittedInput numbers(int count) {
        return of(Layout.ROWS, Collections.nCopies(count, KnownColumn.NUMBER));
    }

    FittedInput named(List<String> ownNames) {
        return ownNames.isEmpty() ? this : new FittedInput(layout, columns, ownNames, passed);
    }

    FittedInput passing(Map<Integer, Integer> places) {
        return new FittedInput(layout, columns, names, places);
    }

    /**
     * Whether nothing is to be said but how many columns of numbers there are. Most models come
     * this way, so it is a loop: in a process that begins, a stream costs more than the columns.
     */
    boolean isPlain() {
        for (KnownColumn column : columns) {
            if (!column.isAnyNumber()) {
                return false;
            }
        }
        return layout == Layout.ROWS;
    }

    /** Whether some columns are texts and some are numbers. */
    boolean isMixed() {
        for (KnownColumn column : columns) {
            if (column.isText() != columns.get(0).isText()) {
                return true;
            }
        }
        return false;
    }

    /** What the two take that get the same rows. */
    FittedInput and(FittedInput other) {
        if (layout == Layout.ANY_ROWS) {
            return other;
        }
        boolean vectors = layout == Layout.VECTOR;
        if (columns.size() != other.columns.size() || vectors != (other.layout == Layout.VECTOR)) {
            return this;
        }
        List<KnownColumn> both =
                IntStream.range(0, columns.size())
                        .mapToObj(place -> columns.get(place).and(other.columns.get(place)))
                        .toList();
        Layout wider = layout.compareTo(other.layout) < 0 ? other.layout : layout;
        return new FittedInput(wider, both, names.isEmpty() ? other.names : names, Map.of());
    }

    /** What this one takes if what it gives goes to another. */
    FittedInput then(FittedInput next) {
        if (layout == Layout.ANY_ROWS) {
            return next;
        }
        List<KnownColumn> known = new ArrayList<>(columns);
        passed.forEach(
                (given, place) -> {
                    if (given < next.columns.size()) {
                        known.set(place, known.get(place).and(next.columns.get(given)));
                    }
                });
        Map<Integer, Integer> further = new HashMap<>();
        next.passed.forEach(
                (given, between) -> {
                    if (passed.containsKey(between)) {
                        further.put(given, passed.get(between));
                    }
                });
        return new FittedInput(layout, known, names, further);
    }
}
