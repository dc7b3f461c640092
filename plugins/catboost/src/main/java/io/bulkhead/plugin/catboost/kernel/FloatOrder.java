package io.bulkhead.plugin.catboost.kernel;

/** Integers that are in the same order as the numbers they stand for, and quicker to compare. */
final class FloatOrder {
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
}
