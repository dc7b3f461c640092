package io.bulkhead.host.controlplane.golden;

/**
 * How far a floating value may be from the expected one: {@code absolute + relative * |expected|}.
 *
 * @param relative as a share of the expected value
 * @param absolute in the value's own unit
 */
public record Tolerance(double relative, double absolute) {
    /** A few of the last digits of an FP32, for sums that are added up in another order. */
    public static final Tolerance STANDARD = new Tolerance(1e-6, 0);

    /** NaN is as good as NaN, and an infinity only as itself. */
    boolean admits(double expected, double found) {
        if (Double.compare(expected, found) == 0 || expected == found) {
            return true;
        }
        return Double.isFinite(expected)
                && Double.isFinite(found)
                && Math.abs(found - expected) <= absolute + relative * Math.abs(expected);
    }
}
