package io.bulkhead.plugin.sklearn.mixture;

import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.plugin.sklearn.estimator.Answers;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Precision;
import io.bulkhead.plugin.sklearn.value.TensorValues;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Arrays;
import java.util.Set;

/** Several normal distributions: how likely it is that a row comes from each. */
public final class Mixture implements Estimator {
    private final Features features;
    private final Component[] components;
    private final ClassLabels numbers;

    /** Whether distances are kept as the rows are: whole, if those are. */
    private final boolean keepsType;

    /** What is added to the logarithms for rows that are whole numbers. */
    private final double forWhole;

    /** One distribution. */
    private static final class Component {
        private final double constant;
        private final double[] mean;
        private final double[] factor;
        private final boolean full;

        /**
         * @param factor of the precision: a triangle, or one number for each feature
         */
        Component(double constant, double[] mean, double[] factor) {
            this.constant = constant;
            this.mean = mean;
            this.factor = factor;
            this.full = factor.length != mean.length || mean.length == 1;
        }

        double log(double square) {
            return constant - 0.5 * square;
        }

        double squareOfDistance(double[] values, int at) {
            return full ? fullDistance(values, at) : distance(values, at);
        }

        private double distance(double[] values, int at) {
            double sum = 0;
            for (int i = 0; i < mean.length; i++) {
                double scaled = (values[at + i] - mean[i]) * factor[i];
                sum += scaled * scaled;
            }
            return sum;
        }

        private double fullDistance(double[] values, int at) {
            int count = mean.length;
            double sum = 0;
            for (int column = 0; column < count; column++) {
                double scaled = 0;
                for (int i = 0; i < count; i++) {
                    scaled += (values[at + i] - mean[i]) * factor[i * count + column];
                }
                sum += scaled * scaled;
            }
            return sum;
        }
    }

    private Mixture(Features features, Component[] components, boolean keepsType, double forWhole) {
        this.features = features;
        this.components = components;
        this.numbers = ClassLabels.encoded(components.length);
        this.keepsType = keepsType;
        this.forWhole = forWhole;
    }

    public static Mixture read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        double[] weights = attributes.numbers("weights_").clone();
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.log(weights[i]);
        }
        return of(attributes, weights);
    }

    public static Mixture readBayesian(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        double[] weights = BayesianWeights.logs(attributes);
        double[] freedom = attributes.numbers("degrees_of_freedom_");
        double[] precision = attributes.numbers("mean_precision_");
        int count = attributes.integer("n_features_in_");
        if (freedom.length == 1) { // one shape that all share
            double shared = freedom[0];
            freedom = new double[weights.length];
            Arrays.fill(freedom, shared);
        }
        if (freedom.length != weights.length || precision.length != weights.length) {
            throw new PickleException(attributes.owner() + " has no freedom for each component");
        }
        for (int i = 0; i < weights.length; i++) {
            double spread = count * Math.log(2);
            for (int feature = 0; feature < count; feature++) {
                spread += Gamma.digamma(0.5 * (freedom[i] - feature));
            }
            weights[i] += 0.5 * (spread - count / precision[i] - count * Math.log(freedom[i]));
        }
        return of(attributes, weights);
    }

    private static Mixture of(Attributes attributes, double[] logWeights) throws PickleException {
        Features features = Features.of(attributes);
        int count = features.count();
        double[] means = attributes.numbers("means_");
        double[] factors = attributes.numbers("precisions_cholesky_");
        String shape = attributes.text("covariance_type", "full");
        int each = shape.equals("full") || shape.equals("tied") ? count * count : count;
        if (shape.equals("spherical")) {
            factors = spread(factors, count);
        }
        boolean shared = shape.equals("tied");
        if (means.length != logWeights.length * count
                || factors.length != (shared ? each : each * logWeights.length)) {
            throw new PickleException(attributes.owner() + " has no numbers for each component");
        }
        Component[] components = new Component[logWeights.length];
        for (int i = 0; i < components.length; i++) {
            int from = shared ? 0 : i * each;
            double[] factor = Arrays.copyOfRange(factors, from, from + each);
            double[] mean = Arrays.copyOfRange(means, i * count, (i + 1) * count);
            double constant = logWeights[i] - 0.5 * count * Math.log(2 * Math.PI);
            components[i] = new Component(constant + logDeterminant(factor, count), mean, factor);
        }
        boolean cuts = attributes.writtenBy(1, 7) && (shape.equals("full") || shared);
        boolean cutsLogarithm = attributes.writtenBy(1, 7) && !attributes.writtenBy(1, 8);
        double forWhole = cutsLogarithm ? 0.5 * count * (Math.log(2 * Math.PI) - 1) : 0;
        return new Mixture(features, components, cuts, forWhole);
    }

    /** One number for each component becomes one for each feature of it. */
    private static double[] spread(double[] factors, int count) {
        double[] spread = new double[factors.length * count];
        Arrays.setAll(spread, i -> factors[i / count]);
        return spread;
    }

    private static double logDeterminant(double[] factor, int count) {
        int step = factor.length == count ? 1 : count + 1;
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += Math.log(factor[i * step]);
        }
        return sum;
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.PREDICT, Method.PREDICT_PROBA, Method.SCORE_SAMPLES);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.finite(input);
        int count = components.length;
        double[] squares = new double[matrix.rows() * count];
        for (int i = 0; i < squares.length; i++) {
            int at = i / count * features.count();
            squares[i] = components[i % count].squareOfDistance(matrix.values(), at);
        }
        double[] logs = logs(squares, input);
        if (method != Method.SCORE_SAMPLES) {
            return Answers.ofLogs(method, numbers, logs);
        }
        double[] sums = new double[matrix.rows()];
        Arrays.setAll(sums, row -> Rows.logOfSum(logs, row * count, count));
        return Rows.column(sums);
    }

    /** Newer versions of scikit-learn forget to make floating point of whole numbers. */
    private double[] logs(double[] squares, Values input) {
        Datatype given =
                input instanceof TensorValues values ? values.tensor().datatype() : Datatype.FP64;
        double[] kept =
                keepsType && given != Datatype.FP64 && given != Datatype.FP32
                        ? Precision.throughType(squares, given)
                        : squares;
        double more = given.isFloating() ? 0 : forWhole;
        double[] logs = new double[kept.length];
        Arrays.setAll(logs, i -> components[i % components.length].log(kept[i]) + more);
        return logs;
    }
}
