package io.bulkhead.plugin.sklearn.preprocessing;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Replaces each feature by the values of splines over it. */
public final class SplineTransformer implements Estimator {
    private enum Beyond {
        CONTINUE,
        PERIODIC,
        CONSTANT,
        LINEAR,
        ERROR
    }

    /** The splines of one feature, and how they go on beyond their knots. */
    private static final class SplineFeature {
        private final BSpline splines;
        private final Beyond beyond;
        private final int edge;
        private final double low;
        private final double high;
        private final double[] atLow;
        private final double[] atHigh;
        private final double[] slopesLow;
        private final double[] slopesHigh;

        SplineFeature(BSpline splines, Beyond beyond, int outside, int edge) {
            this.splines = splines;
            this.beyond = beyond;
            this.edge = Math.min(edge, splines.splines());
            this.low = splines.knot(outside);
            this.high = splines.knot(-outside - 1);
            this.atLow = new double[splines.splines()];
            this.atHigh = new double[splines.splines()];
            splines.values(low, atLow, 0);
            splines.values(high, atHigh, 0);
            this.slopesLow = splines.slopes(low);
            this.slopesHigh = splines.slopes(high);
        }

        void values(double x, double[] answer, int at) {
            boolean inside = low <= x && x <= high;
            switch (beyond) {
                case CONTINUE -> splines.values(x, answer, at);
                case PERIODIC -> splines.values(wrapped(x), answer, at);
                default -> {
                    if (inside) {
                        splines.values(x, answer, at);
                    } else {
                        outside(x, answer, at);
                    }
                }
            }
        }

        /** The remainder has the sign of the divisor, as in Python. */
        private double wrapped(double x) {
            double begin = splines.knot(splines.degree());
            double period = splines.end() - begin;
            double rest = (x - begin) % period;
            return begin + (rest < 0 ? rest + period : rest);
        }

        private void outside(double x, double[] answer, int at) {
            if (beyond == Beyond.ERROR) {
                throw ServingException.unprocessable(
                        "X contains values beyond the limits of the knots.");
            }
            double slope = beyond == Beyond.LINEAR ? 1 : 0;
            for (int i = 0; i < edge; i++) {
                int last = atHigh.length - 1 - i;
                if (x < low) {
                    answer[at + i] = atLow[i] + slope * (x - low) * slopesLow[i];
                } else {
                    answer[at + last] = atHigh[last] + slope * (x - high) * slopesHigh[last];
                }
            }
        }
    }

    private final Features features;
    private final SplineFeature[] splines;
    private final int width;
    private final int kept;

    private SplineTransformer(
            Features features, SplineFeature[] splines, int width, boolean withLast) {
        this.features = features;
        this.splines = splines;
        this.width = width;
        this.kept = withLast ? width : width - 1;
    }

    public static SplineTransformer read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Features features = Features.of(attributes);
        List<Object> fitted = attributes.items("bsplines_");
        if (fitted.size() != features.count() || fitted.isEmpty()) {
            throw new PickleException(attributes.owner() + " has splines of other features");
        }
        Beyond beyond = beyond(attributes);
        int degree = attributes.integer("degree");
        int outside = degree;
        SplineFeature[] splines = new SplineFeature[fitted.size()];
        for (int feature = 0; feature < splines.length; feature++) {
            BSpline each = BSpline.of(attributes.member(fitted.get(feature)));
            if (outside < 0 || !each.hasKnotsBeyond(outside)) {
                throw new PickleException(attributes.owner() + " has too few knots");
            }
            // With straight lines on a low degree, scikit-learn widens its edge for good
            int edge = beyond == Beyond.LINEAR && outside <= 1 ? outside + 1 : outside;
            splines[feature] = new SplineFeature(each, beyond, outside, edge);
            outside = edge;
        }
        return new SplineTransformer(
                features,
                splines,
                width(attributes, splines),
                attributes.flag("include_bias", true));
    }

    private static int width(Attributes attributes, SplineFeature[] splines)
            throws PickleException {
        int width = splines[0].splines.splines();
        for (SplineFeature feature : splines) {
            if (feature.splines.splines() != width) {
                throw new PickleException(
                        attributes.owner() + " has features with different numbers of splines");
            }
        }
        return width;
    }

    private static Beyond beyond(Attributes attributes) throws PickleException {
        String name = attributes.text("extrapolation", "constant");
        return switch (name) {
            case "continue" -> Beyond.CONTINUE;
            case "periodic" -> Beyond.PERIODIC;
            case "constant" -> Beyond.CONSTANT;
            case "linear" -> Beyond.LINEAR;
            case "error" -> Beyond.ERROR;
            default -> throw attributes.unsupported("extrapolation", name);
        };
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.finite(input);
        double[] all = new double[width];
        double[] answer = new double[matrix.values().length * kept];
        for (int i = 0; i < matrix.values().length; i++) {
            Arrays.fill(all, 0);
            splines[i % splines.length].values(matrix.values()[i], all, 0);
            System.arraycopy(all, 0, answer, i * kept, kept);
        }
        return new Matrix(matrix.rows(), kept * splines.length, answer, matrix.precision());
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        List<String> names = new ArrayList<>();
        for (String name : inputNames) {
            IntStream.range(0, kept).forEach(spline -> names.add(name + "_sp_" + spline));
        }
        return names;
    }
}
