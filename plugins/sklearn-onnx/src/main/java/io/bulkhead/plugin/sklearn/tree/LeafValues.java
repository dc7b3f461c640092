package io.bulkhead.plugin.sklearn.tree;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The values of all leaves, each different one kept once: in deep forests most leaves hold one
 * class only.
 */
final class LeafValues {
    private final Map<Key, Integer> places = new HashMap<>();
    private double[] values = new double[256];
    private int end;

    /** Where these values are; they are added if they are new. */
    int placeOf(double[] leaf) {
        return places.computeIfAbsent(new Key(leaf), key -> append(leaf));
    }

    double[] toArray() {
        return Arrays.copyOf(values, end);
    }

    private int append(double[] leaf) {
        int place = end;
        end = Math.addExact(end, leaf.length);
        if (end > values.length) {
            values = Arrays.copyOf(values, Math.max(end, Math.multiplyExact(values.length, 2)));
        }
        System.arraycopy(leaf, 0, values, place, leaf.length);
        return place;
    }

    /** Not a DoubleBuffer: its hash cuts fractions off, and shares of classes are all fractions. */
    private static final class Key {
        private final double[] leaf;

        Key(double[] leaf) {
            this.leaf = leaf;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && Arrays.equals(leaf, key.leaf);
        }

        @Override
        public int hashCode() {
            int hash = Arrays.hashCode(leaf);
            return hash ^ (hash >>> 15); // shares are round numbers, whose low bits are zero
        }
    }
}
