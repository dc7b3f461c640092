package io.bulkhead.plugin.sklearn.value;

/** Single precision where numpy would compute in it. */
public final class Rounding {
    private Rounding() {}

    /** The nearest numbers of single precision. */
    public static float[] toFloats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /** The nearest number of single precision, if asked for. */
    public static double round(double value, boolean single) {
        return single ? (float) value : value;
    }

    /** The same array with each number rounded to single precision. */
    public static double[] rounded(double[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) values[i];
        }
        return values;
    }
}
