package io.bulkhead.plugin.sklearn.preprocessing;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PyTuple;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Precision;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The scalers: each feature goes through the same few steps, each with a number of its own. Steps
 * round to the precision of the features as numpy does.
 */
public final class Scaler implements Estimator {
    private enum Operation {
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE,
        AT_LEAST,
        AT_MOST
    }

    /** One operation with an operand for each feature. */
    private static final class Step {
        private final Operation operation;
        private final double[] operands;

        /** Whether the operands are made as exact as the features first. */
        private final boolean roundsOperands;

        Step(Operation operation, double[] operands, boolean roundsOperands) {
            this.operation = operation;
            this.operands = operands;
            this.roundsOperands = roundsOperands;
        }

        void apply(double[] values, Precision precision) {
            for (int feature = 0; feature < operands.length; feature++) {
                double operand = operands[feature];
                apply(values, feature, roundsOperands ? precision.round(operand) : operand);
            }
            precision.rounded(values);
        }

        /** Which operation it is, is asked once for a column. */
        private void apply(double[] values, int first, double operand) {
            int stride = operands.length;
            switch (operation) {
                case ADD -> {
                    for (int at = first; at < values.length; at += stride) {
                        values[at] += operand;
                    }
                }
                case SUBTRACT -> {
                    for (int at = first; at < values.length; at += stride) {
                        values[at] -= operand;
                    }
                }
                case MULTIPLY -> {
                    for (int at = first; at < values.length; at += stride) {
                        values[at] *= operand;
                    }
                }
                case DIVIDE -> {
                    for (int at = first; at < values.length; at += stride) {
                        values[at] /= operand;
                    }
                }
                case AT_LEAST -> {
                    for (int at = first; at < values.length; at += stride) {
                        values[at] = Math.max(values[at], operand);
                    }
                }
                case AT_MOST -> {
                    for (int at = first; at < values.length; at += stride) {
                        values[at] = Math.min(values[at], operand);
                    }
                }
            }
        }
    }

    private final Features features;
    private final List<Step> steps;

    private Scaler(Features features, List<Step> steps) {
        this.features = features;
        this.steps = List.copyOf(steps);
    }

    public static Scaler readStandard(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        List<Step> steps = new ArrayList<>();
        if (attributes.flag("with_mean", true)) {
            steps.add(step(Operation.SUBTRACT, attributes, "mean_"));
        }
        if (attributes.flag("with_std", true)) {
            steps.add(step(Operation.DIVIDE, attributes, "scale_"));
        }
        return of(attributes, steps);
    }

    public static Scaler readRobust(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        List<Step> steps = new ArrayList<>();
        if (attributes.flag("with_centering", true)) {
            steps.add(step(Operation.SUBTRACT, attributes, "center_"));
        }
        if (attributes.flag("with_scaling", true)) {
            steps.add(step(Operation.DIVIDE, attributes, "scale_"));
        }
        return of(attributes, steps);
    }

    public static Scaler readMaxAbs(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        List<Step> steps = new ArrayList<>();
        steps.add(step(Operation.DIVIDE, attributes, "scale_"));
        if (attributes.flag("clip", false)) {
            steps.add(constant(Operation.AT_LEAST, -1));
            steps.add(constant(Operation.AT_MOST, 1));
        }
        return of(attributes, steps);
    }

    public static Scaler readMinMax(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        List<Step> steps = new ArrayList<>();
        steps.add(step(Operation.MULTIPLY, attributes, "scale_"));
        steps.add(step(Operation.ADD, attributes, "min_"));
        if (attributes.flag("clip", false)) {
            List<Object> range = range(attributes);
            steps.add(constant(Operation.AT_LEAST, range.get(0)));
            steps.add(constant(Operation.AT_MOST, range.get(1)));
        }
        return of(attributes, steps);
    }

    private static List<Object> range(Attributes attributes) throws PickleException {
        if (attributes.require("feature_range") instanceof PyTuple range
                && range.size() == 2
                && range.items().stream().allMatch(Number.class::isInstance)) {
            return range.items();
        }
        throw new PickleException(attributes.owner() + " has a feature_range of no two numbers");
    }

    private static Step constant(Operation operation, Object operand) {
        return new Step(operation, new double[] {((Number) operand).doubleValue()}, false);
    }

    private static Step step(Operation operation, Attributes attributes, String name)
            throws PickleException {
        NdArray operands = attributes.array(name);
        if (operands.length() != attributes.integer("n_features_in_")) {
            throw new PickleException(
                    attributes.owner() + ": '" + name + "' does not fit the number of features");
        }
        boolean newStandard =
                attributes.owner().equals("StandardScaler") && attributes.writtenBy(1, 8);
        return new Step(operation, operands.toDoubles(), newStandard);
    }

    private static Scaler of(Attributes attributes, List<Step> steps) throws PickleException {
        return new Scaler(Features.of(attributes), steps);
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.finiteOrMissing(input);
        double[] scaled = matrix.values().clone();
        steps.forEach(step -> step.apply(scaled, matrix.precision()));
        return new Matrix(matrix.rows(), matrix.columns(), scaled, matrix.precision())
                .asSparse(matrix.sparse());
    }
}
