package io.bulkhead.api.tensor;

/**
 * Conversion between IEEE 754 binary16 and binary32. (The JDK has it from 20 on; this API is for
 * 17.)
 */
public final class HalfFloat {
    private static final int EXPONENT_BIAS_DIFFERENCE = 127 - 15;

    private HalfFloat() {}

    /** Exact: every binary16 is a binary32. */
    public static float toFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >>> 10) & 0x1f;
        int fraction = half & 0x3ff;
        if (exponent == 0x1f) {
            return Float.intBitsToFloat(sign | 0x7f80_0000 | (fraction << 13));
        }
        if (exponent == 0) {
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        return Float.intBitsToFloat(
                sign | ((exponent + EXPONENT_BIAS_DIFFERENCE) << 23) | (fraction << 13));
    }

    /** Rounded to the nearest, ties to even; too large becomes an infinity. */
    public static short fromFloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        int magnitude = bits & 0x7fff_ffff;
        if (magnitude > 0x7f80_0000) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude >= 0x4780_0000) {
            return (short) (sign | 0x7c00);
        }
        if (magnitude < 0x3880_0000) {
            // Subnormal: adding 0.5 makes the float adder round to multiples of 2^-24.
            float shifted = Float.intBitsToFloat(magnitude) + 0.5f;
            return (short) (sign | (Float.floatToRawIntBits(shifted) - 0x3f00_0000));
        }
        int odd = (magnitude >>> 13) & 1;
        int rounded = magnitude - (EXPONENT_BIAS_DIFFERENCE << 23) + 0xfff + odd;
        return (short) (sign | (rounded >>> 13));
    }

    /** To the upper half of a binary32, rounded to the nearest, ties to even. */
    public static short bfloat16FromFloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        if ((bits & 0x7fff_ffff) > 0x7f80_0000) {
            return (short) ((bits >>> 16) | 0x40);
        }
        int odd = (bits >>> 16) & 1;
        return (short) ((bits + 0x7fff + odd) >>> 16);
    }
}
