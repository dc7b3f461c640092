package io.bulkhead.plugin.catboost.kernel;

import io.bulkhead.plugin.catboost.format.CategoricalFeature;
import io.bulkhead.plugin.catboost.format.CtrFeature;
import io.bulkhead.plugin.catboost.format.EmbeddingFeature;
import io.bulkhead.plugin.catboost.format.FeatureCombination;
import io.bulkhead.plugin.catboost.format.FloatFeature;
import io.bulkhead.plugin.catboost.format.ModelDocument;
import io.bulkhead.plugin.catboost.format.OneHotFeature;
import io.bulkhead.plugin.catboost.format.TextFeature;
import io.bulkhead.plugin.trees.MalformedModelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which columns a split counts for: one, or those of a combination. What a combination contributes
 * is shared out evenly among its columns, as CatBoost does. Here CatBoost numbers splits otherwise
 * than its trees do, which have what is made of texts and embeddings before the categories; so with
 * both, shares go to columns that the trees did not ask about, there as here. Immutable.
 */
final class FeatureGroups {
    private final int[] bySplit;
    private final int[][] columns;
    private final int columnCount;

    private FeatureGroups(int[] bySplit, int[][] columns, int columnCount) {
        this.bySplit = bySplit;
        this.columns = columns;
        this.columnCount = columnCount;
    }

    static FeatureGroups of(ModelDocument document) throws MalformedModelException {
        Columns columns = new Columns(document);
        List<SortedSet<Integer>> splits = new ArrayList<>();
        List<FloatFeature> floats = document.floats();
        addAll(splits, floats.subList(0, document.givenFloats()));
        for (OneHotFeature feature : document.oneHots()) {
            SortedSet<Integer> column = setOf(columns.ofCategory(feature.category()));
            splits.addAll(Collections.nCopies(feature.values().length, column));
        }
        for (CtrFeature feature : document.ctrs()) {
            SortedSet<Integer> all = columns.of(feature.key().combination());
            splits.addAll(Collections.nCopies(feature.borders().length, all));
        }
        addAll(splits, floats.subList(document.givenFloats(), floats.size()));
        return numbered(splits, columns.count());
    }

    private static void addAll(List<SortedSet<Integer>> splits, List<FloatFeature> features) {
        for (FloatFeature feature : features) {
            SortedSet<Integer> column = setOf(feature.column());
            splits.addAll(Collections.nCopies(feature.borders().length, column));
        }
    }

    private static SortedSet<Integer> setOf(int column) {
        return new TreeSet<>(List.of(column));
    }

    private static FeatureGroups numbered(List<SortedSet<Integer>> splits, int columnCount) {
        Map<SortedSet<Integer>, Integer> groups = new LinkedHashMap<>();
        int[] bySplit = new int[splits.size()];
        for (int split = 0; split < bySplit.length; split++) {
            int next = groups.size();
            bySplit[split] = groups.computeIfAbsent(splits.get(split), added -> next);
        }
        int[][] columns =
                groups.keySet().stream()
                        .map(set -> set.stream().mapToInt(Integer::intValue).toArray())
                        .toArray(int[][]::new);
        return new FeatureGroups(bySplit, columns, columnCount);
    }

    /** How many groups there are. */
    int count() {
        return columns.length;
    }

    /** How many columns rows have. */
    int columnCount() {
        return columnCount;
    }

    /** The group that a split, a question of a tree, counts for. */
    int ofSplit(int split) {
        return bySplit[split];
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
            for (EmbeddingFeature feature : document.embeddings()) {
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
