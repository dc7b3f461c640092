package io.bulkhead.plugin.catboost.kernel;

import io.bulkhead.plugin.catboost.format.CtrFeature;
import io.bulkhead.plugin.catboost.format.CtrTable;
import io.bulkhead.plugin.catboost.format.CtrType;
import io.bulkhead.plugin.trees.MalformedModelException;

/** One target statistic: from a hash to the value of a slot. */
record CtrLookup(CtrFeature feature, CtrTable table, CtrType type, int slot) {
    static CtrLookup of(CtrFeature feature, CtrTable table, int slot)
            throws MalformedModelException {
        CtrType type = feature.key().type();
        int target = feature.targetBorder();
        boolean fits =
                switch (type) {
                    case BUCKETS -> target >= 0 && target < table.width();
                    case BORDERS -> target >= 0 && table.width() > 1;
                    default -> true;
                };
        if (!fits) {
            throw new MalformedModelException(
                    "statistics on class " + target + " of " + table.width());
        }
        return new CtrLookup(feature, table, type, slot);
    }

    float value(long hash) {
        int row = table.find(hash);
        return switch (type) {
            case BORDERS -> row < 0 ? feature.value(0, 0) : aboveBorder(row);
            case BUCKETS ->
                    row < 0
                            ? feature.value(0, 0)
                            : feature.value(table.count(row, feature.targetBorder()), total(row));
            case BINARIZED_TARGET_MEAN_VALUE, FLOAT_TARGET_MEAN_VALUE ->
                    row < 0
                            ? feature.value(0, 0)
                            : feature.value(table.sum(row), table.count(row, 0));
            case COUNTER, FEATURE_FREQ ->
                    feature.value(row < 0 ? 0 : table.count(row, 0), table.denominator());
        };
    }

    private float aboveBorder(int row) {
        // Of two classes there is only one border, whatever the feature says.
        int border = table.width() == 2 ? 0 : feature.targetBorder();
        int above = 0;
        for (int i = border + 1; i < table.width(); i++) {
            above += table.count(row, i);
        }
        return feature.value(above, total(row));
    }

    private int total(int row) {
        int total = 0;
        for (int i = 0; i < table.width(); i++) {
            total += table.count(row, i);
        }
        return total;
    }
}
