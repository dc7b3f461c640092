package io.bulkhead.plugin.xgboost.kernel;

import java.util.List;

/**
 * Turns rows into keys: integers that compare as the values do, with "missing" below or above all
 * others. A feature whose missing values go left here and right there has two keys. So a tree
 * walker needs one integer comparison for each node and no test for missing values, and features
 * that no tree asks for are never looked at.
 */
final class RowKeys {
    static final int MISSING_LEFT = Integer.MIN_VALUE;
    static final int MISSING_RIGHT = Integer.MAX_VALUE;

    /** No category: goes left, as XGBoost lets unknown categories go. */
    static final int UNKNOWN_CATEGORY = -1;

    private static final int MAX_CATEGORY = 1 << 24;

    /** What one key is made of. */
    record Slot(boolean categorical, int feature, boolean missingLeft) {}

    private final int featureCount;
    private final int[] features;
    private final int[] missing;
    private final int numericCount;

    /**
     * @param slots numeric ones first
     */
    RowKeys(List<Slot> slots, int featureCount) {
        this.featureCount = featureCount;
        this.features = slots.stream().mapToInt(Slot::feature).toArray();
        this.missing = slots.stream().mapToInt(RowKeys::missingKey).toArray();
        this.numericCount = (int) slots.stream().filter(slot -> !slot.categorical()).count();
    }

    private static int missingKey(Slot slot) {
        if (slot.categorical()) {
            return slot.missingLeft() ? UNKNOWN_CATEGORY : MISSING_LEFT;
        }
        return slot.missingLeft() ? MISSING_LEFT : MISSING_RIGHT;
    }

    int featureCount() {
        return featureCount;
    }

    int feature(int slot) {
        return features[slot];
    }

    /** Keys of one row; at least one, so that leaves may compare anything. */
    int stride() {
        return Math.max(1, features.length);
    }

    /** Fills the keys of some rows. */
    void fill(float[] rows, int firstRow, int rowCount, int[] keys) {
        int key = 0;
        for (int row = firstRow; row < firstRow + rowCount; row++, key += stride()) {
            int values = row * featureCount;
            for (int slot = 0; slot < numericCount; slot++) {
                float value = rows[values + features[slot]];
                keys[key + slot] = Float.isNaN(value) ? missing[slot] : keyOf(value);
            }
            for (int slot = numericCount; slot < features.length; slot++) {
                float value = rows[values + features[slot]];
                keys[key + slot] = Float.isNaN(value) ? missing[slot] : categoryOf(value);
            }
        }
    }

    /** Orders as the floats do, -0 equal to 0; never one of the keys for missing. */
    static int keyOf(float value) {
        int bits = Float.floatToRawIntBits(value + 0f);
        return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
    }

    private static int categoryOf(float value) {
        return value < 0 || value >= MAX_CATEGORY ? UNKNOWN_CATEGORY : (int) value;
    }
}
