package io.bulkhead.plugin.catboost.kernel;

/** Integers that are in the same order as the numbers they stand for, and quicker to compare. */
final class FloatOrder {
    private static final int INFINITE = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

    private FloatOrder() {}

    /**
     * The key of a number that is compared with borders; the two zeros need not have the same, as
     * neither is greater than the border 0.
     */
    static int key(float value) {
        int bits = Float.floatToRawIntBits(value);
        return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
    }

    /** The key of a border, which may be -0 and is the same as 0 then. */
    static int ofBorder(float border) {
        return key(border + 0.0f);
    }

    /** Turns bits of numbers into keys, without branches, so that it is done for many at once. */
    static void toKeys(int[] bits, int from, int to, int missing) {
        for (int i = from; i < to; i++) {
            int value = bits[i];
            int isNan = (INFINITE - (value & Integer.MAX_VALUE)) >> 31;
            int key = value ^ ((value >> 31) & Integer.MAX_VALUE);
            bits[i] = (key & ~isNan) | (missing & isNan);
        }
    }
}
