package io.bulkhead.plugin.lightgbm.kernel;

import io.bulkhead.plugin.lightgbm.format.MalformedModelException;
import io.bulkhead.plugin.lightgbm.format.ModelDocument;

/**
 * A model that answers for rows of numbers, as LightGBM's own booster does. Immutable and safe for
 * use by many threads.
 */
public final class Predictor {
    private static final int MAX_OUTPUTS = 1 << 16;

    private final TreeKernel kernel;
    private final Objective objective;
    private final double divisor;
    private final int featureCount;
    private final int outputCount;

    private Predictor(TreeKernel kernel, Objective objective, ModelDocument model) {
        this.kernel = kernel;
        this.objective = objective;
        this.divisor = model.averaged() ? Math.max(1, model.iterationCount()) : 1;
        this.featureCount = model.featureCount();
        this.outputCount = model.outputCount();
    }

    /**
     * Prepares a model for predicting.
     *
     * @throws MalformedModelException if its parts do not fit together
     */
    public static Predictor of(ModelDocument model) throws MalformedModelException {
        if (model.outputCount() > MAX_OUTPUTS) {
            throw new MalformedModelException(model.outputCount() + " outputs are too many");
        }
        TreeKernel kernel =
                new TreeFlattener(model.trees(), model.featureCount()).flatten(model.outputCount());
        return new Predictor(kernel, Objective.parse(model.objective()), model);
    }

    /** The number of values in a row. */
    public int featureCount() {
        return featureCount;
    }

    /** Predictions for each row. */
    public int outputCount() {
        return outputCount;
    }

    /** What the trees sum up to, before it is averaged and the objective applied; row by row. */
    public double[] rawScores(double[] rows, int rowCount) {
        return kernel.sums(rows, rowCount);
    }

    /** Predictions, row by row. */
    public double[] predict(double[] rows, int rowCount) {
        double[] values = rawScores(rows, rowCount);
        if (divisor != 1) {
            for (int i = 0; i < values.length; i++) {
                values[i] /= divisor;
            }
        }
        objective.apply(values, outputCount);
        return values;
    }
}
