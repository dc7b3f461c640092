package io.bulkhead.plugin.catboost.kernel;

import io.bulkhead.plugin.catboost.format.CtrFeature;
import io.bulkhead.plugin.catboost.format.CtrTable;
import io.bulkhead.plugin.catboost.format.FeatureCombination;
import io.bulkhead.plugin.catboost.format.FeatureCombination.FloatSplit;
import io.bulkhead.plugin.catboost.format.FeatureCombination.OneHotSplit;
import io.bulkhead.plugin.catboost.format.ModelDocument;
import io.bulkhead.plugin.trees.MalformedModelException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Features that are hashed together, and all the target statistics looked up by that hash. */
final class CtrCombination {
    private static final long MULTIPLIER = 0x4906ba494954cb65L;

    private final int[] categories;
    private final int[] floats;
    private final float[] borders;
    private final boolean[] missingIsLargest;
    private final int[] oneHots;
    private final int[] values;
    private final CtrLookup[] lookups;

    private CtrCombination(
            FeatureCombination combination,
            ModelDocument document,
            Positions positions,
            List<CtrLookup> lookups)
            throws MalformedModelException {
        this.categories = new int[combination.categories().size()];
        for (int i = 0; i < categories.length; i++) {
            categories[i] = positions.ofCategory(combination.categories().get(i));
        }
        this.floats = new int[combination.floatSplits().size()];
        this.borders = new float[floats.length];
        this.missingIsLargest = new boolean[floats.length];
        for (int i = 0; i < floats.length; i++) {
            FloatSplit split = combination.floatSplits().get(i);
            floats[i] = positions.ofFloat(split.feature());
            borders[i] = split.border();
            missingIsLargest[i] = document.floats().get(floats[i]).missingIsLargest();
        }
        this.oneHots = new int[combination.oneHotSplits().size()];
        this.values = new int[oneHots.length];
        for (int i = 0; i < oneHots.length; i++) {
            OneHotSplit split = combination.oneHotSplits().get(i);
            oneHots[i] = positions.ofCategory(split.category());
            values[i] = split.value();
        }
        this.lookups = lookups.toArray(CtrLookup[]::new);
    }

    /**
     * @param firstSlot where the slots of target statistics begin
     */
    static CtrCombination[] allOf(ModelDocument document, Positions positions, int firstSlot)
            throws MalformedModelException {
        Map<FeatureCombination, List<CtrLookup>> lookups = new LinkedHashMap<>();
        int slot = firstSlot;
        for (CtrFeature feature : document.ctrs()) {
            CtrTable table = document.tables().get(feature.key());
            if (table == null) {
                throw new MalformedModelException(
                        "a feature's target statistics are not in the file");
            }
            lookups.computeIfAbsent(feature.key().combination(), key -> new ArrayList<>())
                    .add(CtrLookup.of(feature, table, slot));
            slot++;
        }
        List<CtrCombination> combinations = new ArrayList<>();
        for (Map.Entry<FeatureCombination, List<CtrLookup>> entry : lookups.entrySet()) {
            combinations.add(
                    new CtrCombination(entry.getKey(), document, positions, entry.getValue()));
        }
        return combinations.toArray(CtrCombination[]::new);
    }

    void fill(
            float[] rows,
            int firstFloat,
            int[] hashes,
            int firstHash,
            int[] slots,
            int at,
            int stride) {
        long hash = 0;
        for (int category : categories) {
            hash = add(hash, hashes[firstHash + category]);
        }
        for (int i = 0; i < floats.length; i++) {
            float value = rows[firstFloat + floats[i]];
            boolean greater = value > borders[i] || (missingIsLargest[i] && Float.isNaN(value));
            hash = add(hash, greater ? 1 : 0);
        }
        for (int i = 0; i < oneHots.length; i++) {
            hash = add(hash, hashes[firstHash + oneHots[i]] == values[i] ? 1 : 0);
        }
        for (CtrLookup lookup : lookups) {
            slots[at + lookup.slot() * stride] = FloatOrder.key(lookup.value(hash));
        }
    }

    private static long add(long hash, long next) {
        return MULTIPLIER * (hash + MULTIPLIER * next);
    }
}
