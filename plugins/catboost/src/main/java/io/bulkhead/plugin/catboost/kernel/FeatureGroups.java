package io.bulkhead.plugin.catboost.kernel;

import io.bulkhead.plugin.catboost.format.CategoricalFeature;
import io.bulkhead.plugin.catboost.format.CtrFeature;
import io.bulkhead.plugin.catboost.format.FeatureCombination;
import io.bulkhead.plugin.catboost.format.FloatFeature;
import io.bulkhead.plugin.catboost.format.ModelDocument;
import io.bulkhead.plugin.catboost.format.OneHotFeature;
import io.bulkhead.plugin.catboost.format.TextFeature;
import io.bulkhead.plugin.trees.MalformedModelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which columns a slot is computed of: one, or those of a combination. What a combination
 * contributes is shared out evenly among its columns, as CatBoost does. Immutable.
 */
final class FeatureGroups {
    private final int[] bySlot;
    private final int[][] columns;
    private final int columnCount;

    private FeatureGroups(int[] bySlot, int[][] columns, int columnCount) {
        this.bySlot = bySlot;
        this.columns = columns;
        this.columnCount = columnCount;
    }

    static FeatureGroups of(ModelDocument document) throws MalformedModelException {
        Columns columns = new Columns(document);
        List<SortedSet<Integer>> slots = new ArrayList<>();
        for (FloatFeature feature : document.floats()) {
            if (feature.borders().length > 0) {
                slots.add(new TreeSet<>(List.of(feature.column())));
            }
        }
        for (OneHotFeature feature : document.oneHots()) {
            for (int i = 0; i < feature.values().length; i++) {
                slots.add(new TreeSet<>(List.of(columns.ofCategory(feature.category()))));
            }
        }
        for (CtrFeature feature : document.ctrs()) {
            slots.add(columns.of(feature.key().combination()));
        }
        return numbered(slots, columns.count());
    }

    private static FeatureGroups numbered(List<SortedSet<Integer>> slots, int columnCount) {
        Map<SortedSet<Integer>, Integer> groups = new LinkedHashMap<>();
        int[] bySlot = new int[slots.size()];
        for (int slot = 0; slot < bySlot.length; slot++) {
            int next = groups.size();
            bySlot[slot] = groups.computeIfAbsent(slots.get(slot), added -> next);
        }
        int[][] columns =
                groups.keySet().stream()
                        .map(set -> set.stream().mapToInt(Integer::intValue).toArray())
                        .toArray(int[][]::new);
        return new FeatureGroups(bySlot, columns, columnCount);
    }

    /** How many groups there are. */
    int count() {
        return columns.length;
    }

    /** How many columns rows have. */
    int columnCount() {
        return columnCount;
    }

    int ofSlot(int slot) {
        return bySlot[slot];
    }

    /**
     * Shares values of groups out among their columns; the bias stays last.
     *
     * @param values lines of {@code count() + 1}
     * @return lines of {@code columnCount() + 1}
     */
    double[] shared(double[] values) {
        int from = count() + 1;
        int to = columnCount + 1;
        int lines = values.length / from;
        double[] shared = new double[Math.multiplyExact(lines, to)];
        for (int line = 0; line < lines; line++) {
            for (int group = 0; group < columns.length; group++) {
                double part = values[line * from + group] / columns[group].length;
                for (int column : columns[group]) {
                    shared[line * to + column] += part;
                }
            }
            shared[line * to + columnCount] = values[line * from + columns.length];
        }
        return shared;
    }

    /** Whether no slot is computed of several columns. */
    boolean areColumns() {
        return Arrays.stream(columns).allMatch(group -> group.length == 1);
    }

    /** The same for pairs of groups that {@linkplain #areColumns are columns}: squares. */
    double[] sharedPairs(double[] values) {
        int from = count() + 1;
        int to = columnCount + 1;
        double[] shared = new double[Math.multiplyExact(values.length / (from * from), to * to)];
        for (int first = 0, target = 0; first < values.length; first += from * from) {
            for (int group = 0; group < columns.length; group++) {
                for (int other = 0; other < columns.length; other++) {
                    int place = target + columns[group][0] * to + columns[other][0];
                    shared[place] = values[first + group * from + other];
                }
            }
            target += to * to;
        }
        return shared;
    }

    /** Columns by the indices that the file has for features. */
    private static final class Columns {
        private final Map<Integer, Integer> categories = new LinkedHashMap<>();
        private int count;

        Columns(ModelDocument document) {
            for (FloatFeature feature : document.floats()) {
                count = Math.max(count, feature.column() + 1);
            }
            for (CategoricalFeature feature : document.categories()) {
                categories.put(feature.index(), feature.column());
                count = Math.max(count, feature.column() + 1);
            }
            for (TextFeature feature : document.texts()) {
                count = Math.max(count, feature.column() + 1);
            }
        }

        int count() {
            return count;
        }

        int ofCategory(int index) throws MalformedModelException {
            Integer column = categories.get(index);
            if (column == null || column < 0) {
                throw new MalformedModelException("no categorical feature has index " + index);
            }
            return column;
        }

        /** Only the categories: what else there is in a combination gets no share. */
        SortedSet<Integer> of(FeatureCombination combination) throws MalformedModelException {
            SortedSet<Integer> all = new TreeSet<>();
            for (int category : combination.categories()) {
                all.add(ofCategory(category));
            }
            return all;
        }
    }
}
