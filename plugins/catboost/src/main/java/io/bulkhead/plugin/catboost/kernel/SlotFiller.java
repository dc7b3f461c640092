package io.bulkhead.plugin.catboost.kernel;

import io.bulkhead.plugin.catboost.format.FloatFeature;
import io.bulkhead.plugin.catboost.format.MalformedModelException;
import io.bulkhead.plugin.catboost.format.ModelDocument;
import io.bulkhead.plugin.catboost.format.OneHotFeature;
import java.util.ArrayList;
import java.util.List;

/** Computes the slots of rows, in the order of {@link SlotLayout}. Immutable. */
final class SlotFiller {
    private final int floatCount;
    private final int categoryCount;
    private final int[] usedFloats;
    private final boolean[] missingIsLargest;
    private final int[] oneHotCategories;
    private final int[] oneHotValues;
    private final CtrCombination[] combinations;

    SlotFiller(ModelDocument document) throws MalformedModelException {
        this.floatCount = document.floats().size();
        this.categoryCount = document.categories().size();
        Positions positions = new Positions(document);
        this.usedFloats = usedFloats(document.floats());
        this.missingIsLargest = new boolean[usedFloats.length];
        for (int i = 0; i < usedFloats.length; i++) {
            missingIsLargest[i] = document.floats().get(usedFloats[i]).missingIsLargest();
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
     * Computes all slots of one row.
     *
     * @param floats of all rows, row by row
     * @param hashes of all rows, row by row
     * @param slots where slot {@code i} of this row goes to {@code at + i * stride}
     */
    void fill(float[] floats, int[] hashes, int row, float[] slots, int at, int stride) {
        int firstFloat = row * floatCount;
        int firstHash = row * categoryCount;
        int target = at;
        for (int i = 0; i < usedFloats.length; i++) {
            float value = floats[firstFloat + usedFloats[i]];
            // A comparison with NaN is false, so that only the other way needs help.
            slots[target] =
                    missingIsLargest[i] && Float.isNaN(value) ? Float.POSITIVE_INFINITY : value;
            target += stride;
        }
        for (int i = 0; i < oneHotValues.length; i++) {
            slots[target] = hashes[firstHash + oneHotCategories[i]] == oneHotValues[i] ? 1 : 0;
            target += stride;
        }
        for (CtrCombination combination : combinations) {
            combination.fill(floats, firstFloat, hashes, firstHash, slots, at, stride);
        }
    }
}
