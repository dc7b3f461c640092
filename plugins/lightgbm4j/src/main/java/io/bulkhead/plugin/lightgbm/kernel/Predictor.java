package io.bulkhead.plugin.lightgbm.kernel;

import io.bulkhead.plugin.lightgbm.format.ModelDocument;
import io.bulkhead.plugin.trees.MalformedModelException;
import io.bulkhead.plugin.trees.TreeAttribution;
import java.util.Optional;

/**
 * A model that answers for rows of numbers, as LightGBM's own booster does. Immutable and safe for
 * use by many threads.
 */
public final class Predictor {
    private static final int MAX_OUTPUTS = 1 << 16;

    /** 1 GiB of numbers; a small request must not ask for more memory than the server has. */
    private static final long MAX_CONTRIBUTIONS = 1L << 27;

    private final TreeSums trees;
    private final Optional<TreeAttribution> attribution;
    private final Objective objective;
    private final double divisor;
    private final int featureCount;
    private final int outputCount;

    private Predictor(TreeSums trees, Objective objective, ModelDocument model) {
        this.trees = trees;
        this.attribution =
                trees.explained().flatMap(known -> TreeAttribution.of(known, model.featureCount()));
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
        TreeSums trees = new TreeSums(model.trees(), model.featureCount(), model.outputCount());
        return new Predictor(trees, Objective.parse(model.objective()), model);
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
        return trees.sums(rows, rowCount);
    }

    /** The number of trees: leaves of each row. */
    public int treeCount() {
        return trees.treeCount();
    }

    /** The number of the leaf that each row comes to, tree by tree, row by row. */
    public int[] leaves(double[] rows, int rowCount) {
        return trees.leafNumbers(rows, rowCount);
    }

    /** Whether raw scores can be shared out among the features; not those of linear trees. */
    public boolean hasContributions() {
        return attribution.isPresent();
    }

    /** How many rows can be explained in one call, by features or by pairs of features. */
    public long explainableRows(boolean pairs) {
        long width = featureCount + 1L;
        return MAX_CONTRIBUTIONS / (outputCount * width * (pairs ? width : 1));
    }

    /**
     * SHAP values: for each row, output and feature, then the bias. They sum up to raw scores.
     *
     * @throws IllegalStateException if the model {@linkplain #hasContributions() has none}
     */
    public double[] contributions(double[] rows, int rowCount) {
        TreeAttribution shares = required();
        double[] values = new double[rowCount * outputCount * (featureCount + 1)];
        shares.addContributions(trees.route(rows), rowCount, values);
        return values;
    }

    /**
     * SHAP values of pairs: for each row and output a symmetric matrix, whose lines sum up to the
     * contributions.
     *
     * @throws IllegalStateException if the model {@linkplain #hasContributions() has none}
     */
    public double[] interactions(double[] rows, int rowCount) {
        TreeAttribution shares = required();
        int width = featureCount + 1;
        double[] values = new double[rowCount * outputCount * width * width];
        shares.addInteractions(trees.route(rows), rowCount, values);
        return values;
    }

    private TreeAttribution required() {
        return attribution.orElseThrow(
                () ->
                        new IllegalStateException(
                                "the model does not tell what its scores are made of"));
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
