package io.bulkhead.plugin.catboost.kernel;

import io.bulkhead.plugin.catboost.format.CtrFeature;
import io.bulkhead.plugin.catboost.format.FloatFeature;
import io.bulkhead.plugin.catboost.format.ModelDocument;
import io.bulkhead.plugin.catboost.format.OneHotFeature;
import io.bulkhead.plugin.trees.MalformedModelException;
import java.util.Arrays;

/**
 * Where the trees find their values. Every question of every tree becomes "is the value of this
 * slot greater than this border": a slot holds a number, a target statistic, or 1 for the one
 * category that it asks for. Slots follow the order of the file: numbers, categories, statistics.
 */
final class SlotLayout {
    /** Between the 0 and the 1 of a slot that asks for a category. */
    private static final float HALF = 0.5f;

    private final int[] splitSlots;
    private final int[] splitBorders;
    private int slots;
    private int splits;

    private SlotLayout(int splitCount) {
        this.splitSlots = new int[splitCount];
        this.splitBorders = new int[splitCount];
    }

    static SlotLayout of(ModelDocument document) {
        long count = 0;
        for (FloatFeature feature : document.floats()) {
            count += feature.borders().length;
        }
        for (OneHotFeature feature : document.oneHots()) {
            count += feature.values().length;
        }
        for (CtrFeature feature : document.ctrs()) {
            count += feature.borders().length;
        }
        SlotLayout layout = new SlotLayout(Math.toIntExact(count));
        layout.addAll(document);
        return layout;
    }

    private void addAll(ModelDocument document) {
        for (FloatFeature feature : document.floats()) {
            if (feature.borders().length > 0) {
                addSlot(feature.borders());
            }
        }
        for (OneHotFeature feature : document.oneHots()) {
            for (int i = 0; i < feature.values().length; i++) {
                addSlot(HALF);
            }
        }
        for (CtrFeature feature : document.ctrs()) {
            addSlot(feature.borders());
        }
    }

    private void addSlot(float... borders) {
        for (float border : borders) {
            splitSlots[splits] = slots;
            splitBorders[splits] = FloatOrder.ofBorder(border);
            splits++;
        }
        slots++;
    }

    /** How many slots a row has. */
    int slotCount() {
        return slots;
    }

    /** The slot that a split asks about. */
    int slotOf(int split) throws MalformedModelException {
        require(split);
        return splitSlots[split];
    }

    /** The same for a split that was checked. */
    int slot(int split) {
        return splitSlots[split];
    }

    /** The key of the border of a split that was checked. */
    int border(int split) {
        return splitBorders[split];
    }

    int borderOf(int split) throws MalformedModelException {
        require(split);
        return splitBorders[split];
    }

    /** The keys of all borders of one slot, ascending. */
    int[] bordersOf(int slot) {
        int first = Arrays.binarySearch(splitSlots, slot);
        if (first < 0) {
            return new int[0];
        }
        int end = first;
        while (first > 0 && splitSlots[first - 1] == slot) {
            first--;
        }
        while (end < splitSlots.length && splitSlots[end] == slot) {
            end++;
        }
        int[] borders = Arrays.copyOfRange(splitBorders, first, end);
        Arrays.sort(borders);
        return borders;
    }

    private void require(int split) throws MalformedModelException {
        if (split < 0 || split >= splits) {
            throw new MalformedModelException("split " + split + " of " + splits);
        }
    }
}
