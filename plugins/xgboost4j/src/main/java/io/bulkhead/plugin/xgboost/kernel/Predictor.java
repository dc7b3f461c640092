package io.bulkhead.plugin.xgboost.kernel;

import io.bulkhead.plugin.trees.MalformedModelException;
import io.bulkhead.plugin.xgboost.format.Booster;
import io.bulkhead.plugin.xgboost.format.LinearBooster;
import io.bulkhead.plugin.xgboost.format.ModelDocument;
import io.bulkhead.plugin.xgboost.format.TreeBooster;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A model that answers for rows of numbers, as XGBoost's own booster does. Immutable and safe for
 * use by many threads.
 */
public final class Predictor {
    private static final int MAX_OUTPUTS = 1 << 16;

    /** 1 GiB of numbers; a small request must not ask for more memory than the server has. */
    private static final long MAX_ATTRIBUTIONS = 1L << 27;

    private final MarginKernel kernel;
    private final @Nullable Attribution attribution;
    private final Objective objective;
    private final float[] baseMargins;
    private final int outputCount;
    private final int featureCount;

    private Predictor(
            MarginKernel kernel,
            Objective objective,
            float[] baseMargins,
            int outputCount,
            int featureCount) {
        this.kernel = kernel;
        this.attribution = kernel.attribution();
        this.objective = objective;
        this.baseMargins = baseMargins;
        this.outputCount = outputCount;
        this.featureCount = featureCount;
    }

    /**
     * Prepares a model for predicting.
     *
     * @throws MalformedModelException if its parts do not fit together
     */
    public static Predictor of(ModelDocument model) throws MalformedModelException {
        if (model.featureCount() < 0 || model.outputCount() > MAX_OUTPUTS) {
            throw new MalformedModelException(
                    model.featureCount() + " features, " + model.outputCount() + " outputs");
        }
        Objective objective = Objective.named(model.objective());
        float[] base = new float[model.outputCount()];
        for (int i = 0; i < base.length; i++) {
            // Linear models start all outputs from the first base score, as XGBoost does.
            float score = model.baseScore().of(model.booster() instanceof LinearBooster ? 0 : i);
            base[i] = objective.base().margin(score, model.baseScore().space());
        }
        return new Predictor(kernelOf(model), objective, base, base.length, model.featureCount());
    }

    /**
     * The same model for rows that do not start from the base score.
     *
     * @param margins of the rows of one call, row by row, {@link #outputCount} of each
     */
    public Predictor startingFrom(float[] margins) {
        return new Predictor(kernel, objective, margins, outputCount, featureCount);
    }

    private static MarginKernel kernelOf(ModelDocument model) throws MalformedModelException {
        Booster booster = model.booster();
        if (booster instanceof LinearBooster linear) {
            return new LinearKernel(linear, model.featureCount(), model.outputCount());
        }
        TreeBooster trees = (TreeBooster) booster;
        int treeCount = trees.treesOfIterations(iterations(model, trees));
        return new BoosterCompiler(trees, treeCount, model.featureCount(), model.outputCount())
                .compile();
    }

    /** As the scikit-learn wrapper: up to the best iteration, if early stopping found one. */
    private static int iterations(ModelDocument model, TreeBooster trees)
            throws MalformedModelException {
        String best = model.attributes().get("best_iteration");
        if (best == null) {
            return trees.iterationCount();
        }
        try {
            int iterations = Math.addExact(Integer.parseInt(best.strip()), 1);
            if (iterations == 0) {
                return trees.iterationCount(); // as XGBoost takes an end of 0
            }
            if (iterations >= 1 && iterations <= trees.iterationCount()) {
                return iterations;
            }
        } catch (NumberFormatException | ArithmeticException notANumber) {
            throw new MalformedModelException("best_iteration is no number", notANumber);
        }
        throw new MalformedModelException(
                "best_iteration is " + best + " of " + trees.iterationCount() + " iterations");
    }

    /** The number of values in a row. */
    public int featureCount() {
        return featureCount;
    }

    /** Margins for each row. */
    public int outputCount() {
        return outputCount;
    }

    /** Predictions for each row. */
    public int predictionCount() {
        return objective.output().width(outputCount);
    }

    /** What the trees or weights sum up to, before the objective makes predictions of it. */
    public float[] margins(float[] rows, int rowCount) {
        float[] margins = new float[Math.multiplyExact(rowCount, outputCount)];
        if (baseMargins.length == 1) {
            Arrays.fill(margins, baseMargins[0]);
        } else {
            for (int at = 0; at < margins.length; at += baseMargins.length) {
                System.arraycopy(baseMargins, 0, margins, at, baseMargins.length);
            }
        }
        kernel.addMargins(rows, rowCount, margins);
        return margins;
    }

    /** Predictions, row by row. */
    public float[] predict(float[] rows, int rowCount) {
        float[] values = margins(rows, rowCount);
        objective.output().apply(values, outputCount);
        int size = rowCount * predictionCount();
        return size == values.length ? values : Arrays.copyOf(values, size);
    }

    /** The classes' probabilities from their margins, row by row. */
    public float[] softmax(float[] rows, int rowCount) {
        float[] values = margins(rows, rowCount);
        OutputLink.SOFTMAX.apply(values, outputCount);
        return values;
    }

    /** Whether there are trees, which have leaves. */
    public boolean hasLeaves() {
        return kernel instanceof TreeMargins;
    }

    /** The number of trees; 0 of a linear model. */
    public int treeCount() {
        return kernel instanceof TreeMargins trees ? trees.treeCount() : 0;
    }

    /**
     * The number of the leaf that each row comes to, tree by tree, row by row.
     *
     * @throws IllegalStateException if the model has no leaves
     */
    public int[] leaves(float[] rows, int rowCount) {
        if (kernel instanceof TreeMargins trees) {
            return trees.leafNumbers(rows, rowCount);
        }
        throw new IllegalStateException("a linear model has no leaves");
    }

    /** Whether margins can be shared out among the features. */
    public boolean hasContributions() {
        return attribution != null;
    }

    /** Whether contributions can be shared out among pairs of features; of trees only. */
    public boolean hasInteractions() {
        return attribution instanceof TreeShares;
    }

    /** How many rows can be explained in one call, by features or by pairs of features. */
    public long explainableRows(boolean pairs) {
        long width = featureCount + 1L;
        return MAX_ATTRIBUTIONS / (outputCount * width * (pairs ? width : 1));
    }

    /**
     * SHAP values: for each row, output and feature, then the bias. They sum up to the margins.
     *
     * @throws IllegalStateException if the model {@linkplain #hasContributions() has none}
     */
    public float[] contributions(float[] rows, int rowCount) {
        if (attribution == null) {
            throw new IllegalStateException("the model does not tell what its margins are made of");
        }
        int width = featureCount + 1;
        double[] values = new double[rowCount * outputCount * width];
        attribution.addContributions(rows, rowCount, values);
        return withBase(values, width, width - 1);
    }

    /**
     * SHAP values of pairs: for each row and output a symmetric matrix, whose lines sum up to the
     * contributions.
     *
     * @throws IllegalStateException if the model {@linkplain #hasInteractions() has none}
     */
    public float[] interactions(float[] rows, int rowCount) {
        if (attribution instanceof TreeShares trees) {
            int size = (featureCount + 1) * (featureCount + 1);
            double[] values = new double[rowCount * outputCount * size];
            trees.addInteractions(rows, rowCount, values);
            return withBase(values, size, size - 1);
        }
        throw new IllegalStateException("the model does not tell how features interact");
    }

    /** In 32 bits as the library gives them, the base margins added to the biases. */
    private float[] withBase(double[] values, int stride, int bias) {
        for (int i = bias, output = 0; i < values.length; i += stride, output++) {
            values[i] += baseMargins[output % baseMargins.length];
        }
        float[] rounded = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            rounded[i] = (float) values[i];
        }
        return rounded;
    }
}
