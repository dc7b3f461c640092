package io.bulkhead.plugin.catboost.kernel;

import io.bulkhead.plugin.catboost.format.FloatFeature;
import io.bulkhead.plugin.catboost.format.ModelDocument;
import io.bulkhead.plugin.catboost.format.OneHotFeature;
import io.bulkhead.plugin.trees.MalformedModelException;
import java.util.ArrayList;
import java.util.List;

/** Computes the slots of rows, in the order of {@link SlotLayout}. Immutable. */
final class SlotFiller {
    private static final int EQUAL = FloatOrder.key(1);
    private static final int OTHER = FloatOrder.key(0);

    private final int floatCount;
    private final int categoryCount;
    private final int[] usedFloats;
    private final int[] missing;
    private final int[] oneHotCategories;
    private final int[] oneHotValues;
    private final CtrCombination[] combinations;

    SlotFiller(ModelDocument document) throws MalformedModelException {
        this.floatCount = document.floats().size();
        this.categoryCount = document.categories().size();
        Positions positions = new Positions(document);
        this.usedFloats = usedFloats(document.floats());
        this.missing = new int[usedFloats.length];
        for (int i = 0; i < usedFloats.length; i++) {
            boolean largest = document.floats().get(usedFloats[i]).missingIsLargest();
            missing[i] =
                    FloatOrder.key(largest ? Float.POSITIVE_INFINITY : Float.NEGATIVE_INFINITY);
        }
        List<Integer> categories = new ArrayList<>();
        List<Integer> values = new ArrayList<>();
        for (OneHotFeature feature : document.oneHots()) {
            int category = positions.ofCategory(feature.category());
            for (int value : feature.values()) {
                categories.add(category);
                values.add(value);
            }
        }
        this.oneHotCategories = categories.stream().mapToInt(Integer::intValue).toArray();
        this.oneHotValues = values.stream().mapToInt(Integer::intValue).toArray();
        int firstCtr = usedFloats.length + oneHotValues.length;
        this.combinations = CtrCombination.allOf(document, positions, firstCtr);
    }

    private static int[] usedFloats(List<FloatFeature> features) {
        List<Integer> used = new ArrayList<>();
        for (int i = 0; i < features.size(); i++) {
            if (features.get(i).borders().length > 0) {
                used.add(i);
            }
        }
        return used.stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * Computes all slots of several rows, as {@linkplain FloatOrder keys}.
     *
     * @param floats of all rows, row by row
     * @param hashes of all rows, row by row
     * @param first the first of the rows
     * @param slots where slot {@code i} of the first row goes to {@code i * stride}, that of the
     *     next beside it
     */
    void fill(float[] floats, int[] hashes, int first, int rows, int[] slots, int stride) {
        int target = 0;
        for (int i = 0; i < usedFloats.length; i++) {
            copyBits(floats, first * floatCount + usedFloats[i], slots, target, rows);
            target += stride;
        }
        for (int i = 0, end = 0; i < usedFloats.length; i = end) {
            while (end < usedFloats.length && missing[end] == missing[i]) {
                end++;
            }
            FloatOrder.toKeys(slots, i * stride, end * stride, missing[i]);
        }
        for (int i = 0; i < oneHotValues.length; i++) {
            int from = first * categoryCount + oneHotCategories[i];
            for (int row = 0; row < rows; row++, from += categoryCount) {
                slots[target + row] = hashes[from] == oneHotValues[i] ? EQUAL : OTHER;
            }
            target += stride;
        }
        for (CtrCombination combination : combinations) {
            for (int row = 0; row < rows; row++) {
                int firstFloat = (first + row) * floatCount;
                int firstHash = (first + row) * categoryCount;
                combination.fill(floats, firstFloat, hashes, firstHash, slots, row, stride);
            }
        }
    }

    private void copyBits(float[] floats, int first, int[] slots, int target, int rows) {
        for (int row = 0, from = first; row < rows; row++, from += floatCount) {
            slots[target + row] = Float.floatToRawIntBits(floats[from]);
        }
    }
}
