package io.bulkhead.plugin.mllib.tree;

import java.util.BitSet;

/**
 * A split by categories.
 *
 * @param listed the categories that the file lists
 * @param listedGoLeft whether those go left, or all others
 * @param none whether it is no such split at all
 */
record CategorySplit(BitSet listed, boolean listedGoLeft, boolean none) {
    /** Of a node that compares with a threshold, or a leaf. */
    static final CategorySplit NONE = new CategorySplit(new BitSet(), true, true);

    private static final int MOST_CATEGORIES = 1 << 24;

    /**
     * Spark keeps the smaller side; what is in neither, such as a new category, takes the other.
     */
    static CategorySplit of(double[] goLeft, int categoryCount) {
        BitSet listed = bits(goLeft);
        if (goLeft.length <= categoryCount / 2) {
            return new CategorySplit(listed, true, false);
        }
        listed.flip(0, Math.min(categoryCount, MOST_CATEGORIES));
        return new CategorySplit(listed, false, false);
    }

    static CategorySplit of(double[] goLeft) {
        return new CategorySplit(bits(goLeft), true, false);
    }

    private static BitSet bits(double[] categories) {
        BitSet bits = new BitSet();
        for (double category : categories) {
            if (category >= 0 && category < MOST_CATEGORIES) {
                bits.set((int) category);
            }
        }
        return bits;
    }

    boolean goesLeft(double value) {
        int category = (int) value;
        boolean isListed = category == value && category >= 0 && listed.get(category);
        return isListed == listedGoLeft;
    }
}
