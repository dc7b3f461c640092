package io.bulkhead.plugin.sklearn.calibration;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import java.util.Arrays;

/** A curve that never falls: straight lines between points, and what lies beyond them. */
final class IsotonicCurve implements Curve {
    private final double[] points;
    private final double[] heights;
    private final Outside outside;

    /** What is answered for numbers beyond the first and last point. */
    private enum Outside {
        NAN,
        CLIP,
        RAISE
    }

    private IsotonicCurve(double[] points, double[] heights, Outside outside) {
        this.points = points;
        this.heights = heights;
        this.outside = outside;
    }

    static IsotonicCurve of(Attributes attributes) throws PickleException {
        double[] points = attributes.numbers("X_thresholds_");
        double[] heights = attributes.numbers("y_thresholds_");
        if (points.length == 0 || points.length != heights.length) {
            throw new PickleException(attributes.owner() + " has a curve of no points");
        }
        Outside outside =
                switch (attributes.text("out_of_bounds", "nan")) {
                    case "clip" -> Outside.CLIP;
                    case "raise" -> Outside.RAISE;
                    default -> Outside.NAN;
                };
        return new IsotonicCurve(points, heights, outside);
    }

    @Override
    public double at(double value) {
        int last = points.length - 1;
        if (last == 0) {
            return heights[0];
        }
        if (value < points[0] || value > points[last]) {
            return beyond(value);
        }
        int found = Arrays.binarySearch(points, value);
        if (found >= 0) {
            return heights[found];
        }
        int right = -found - 1;
        if (right > last) { // not a number
            return Double.NaN;
        }
        double slope = (heights[right] - heights[right - 1]) / (points[right] - points[right - 1]);
        return heights[right - 1] + slope * (value - points[right - 1]);
    }

    private double beyond(double value) {
        return switch (outside) {
            case NAN -> Double.NaN;
            case CLIP -> value < points[0] ? heights[0] : heights[heights.length - 1];
            case RAISE ->
                    throw ServingException.unprocessable(
                            "A value in x_new is outside the range that was fitted.");
        };
    }
}
