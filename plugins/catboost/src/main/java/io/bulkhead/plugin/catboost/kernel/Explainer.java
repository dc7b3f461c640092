package io.bulkhead.plugin.catboost.kernel;

import io.bulkhead.plugin.catboost.format.ModelDocument;
import io.bulkhead.plugin.trees.MalformedModelException;
import io.bulkhead.plugin.trees.TreeAttribution;
import java.util.Arrays;
import java.util.Optional;

/**
 * Shares the raw values of a model out among its columns: SHAP values, as CatBoost's {@code
 * ShapValues} and {@code ShapInteractionValues}. Immutable and safe for use by many threads.
 */
public final class Explainer {
    /** 1 GiB of numbers; a small request must not ask for more memory than the server has. */
    private static final long MAX_VALUES = 1L << 27;

    /** Nodes cost 24 bytes each; larger models, of which there are few, are not explained. */
    private static final int MAX_LEAVES = 1 << 22;

    /** Of this loss's two values, CatBoost explains the mean and not the variance. */
    private static final String MEAN_AND_VARIANCE = "RMSEWithUncertainty";

    private final TreeNodes nodes;
    private final TreeAttribution attribution;
    private final FeatureGroups groups;
    private final SlotFiller filler;
    private final double scale;
    private final double[] bias;
    private final int explained;

    private Explainer(
            ModelDocument document,
            TreeNodes nodes,
            TreeAttribution attribution,
            FeatureGroups groups)
            throws MalformedModelException {
        this.nodes = nodes;
        this.attribution = attribution;
        this.groups = groups;
        this.filler = new SlotFiller(document);
        this.scale = document.scale();
        this.bias = document.bias();
        boolean onlyMean = document.info().lossFunction().equals(MEAN_AND_VARIANCE);
        this.explained = onlyMean ? 1 : bias.length;
    }

    /** Empty if the file does not say how many training rows came where. */
    static Optional<Explainer> of(ModelDocument document, SlotLayout layout)
            throws MalformedModelException {
        boolean weighed =
                document.trees().leafWeights().length * (long) document.dimension()
                        == document.trees().leafValues().length;
        int leaves = document.trees().leafWeights().length;
        if (!weighed || leaves == 0 || leaves > MAX_LEAVES) {
            return Optional.empty();
        }
        FeatureGroups groups = FeatureGroups.of(document);
        TreeNodes nodes = TreeNodes.of(document, layout, groups);
        Optional<TreeAttribution> attribution = TreeAttribution.of(nodes, groups.count());
        return attribution.isEmpty()
                ? Optional.empty()
                : Optional.of(new Explainer(document, nodes, attribution.get(), groups));
    }

    /** Whether pairs can be told apart: not where statistics combine several columns. */
    public boolean hasInteractions() {
        return groups.areColumns();
    }

    /** How many columns share a value; the bias is one more. */
    public int columnCount() {
        return groups.columnCount();
    }

    /** How many rows can be explained in one call, by columns or by pairs of columns. */
    public long explainableRows(boolean pairs) {
        long width = Math.max(groups.count(), groups.columnCount()) + 1L;
        return MAX_VALUES / (bias.length * width * (pairs ? width : 1));
    }

    /** How many of a row's raw values have contributions, from the first on. */
    public int explainedValues() {
        return explained;
    }

    /** For each row, explained value and column, then the bias; they sum up to the raw values. */
    public double[] contributions(float[] floats, int[] hashes, int rows) {
        int width = groups.count() + 1;
        double[] values = new double[Math.multiplyExact(rows, bias.length * width)];
        attribution.addContributions(nodes.route(filler, floats, hashes), rows, values);
        double[] means = nodes.means();
        for (int line = 0; line < values.length / width && means.length > 0; line++) {
            values[line * width + width - 1] = means[line % means.length];
        }
        double[] shared = groups.shared(scaled(values));
        int last = groups.columnCount();
        for (int line = 0; line < shared.length / (last + 1); line++) {
            shared[line * (last + 1) + last] += bias[line % bias.length];
        }
        return explained == bias.length ? shared : ofFirstValue(shared, last + 1);
    }

    private double[] ofFirstValue(double[] lines, int width) {
        int rows = lines.length / (bias.length * width);
        double[] first = new double[rows * width];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(lines, row * bias.length * width, first, row * width, width);
        }
        return first;
    }

    /**
     * For each row and raw value a square. Its lines sum up to contributions, but for the last
     * number of each, the bias of the model: so CatBoost has it.
     */
    public double[] interactions(float[] floats, int[] hashes, int rows) {
        int width = groups.count() + 1;
        double[] values = new double[Math.multiplyExact(rows, bias.length * width * width)];
        attribution.addInteractions(nodes.route(filler, floats, hashes), rows, values);
        double[] shared = groups.sharedPairs(scaled(values));
        int side = groups.columnCount() + 1;
        for (int square = 0; square < shared.length / (side * side); square++) {
            double own = bias[square % bias.length];
            int first = square * side * side;
            if (square % bias.length >= explained) {
                Arrays.fill(shared, first, first + side * side, 0);
            }
            for (int i = 0; i < side; i++) {
                double edge = i == side - 1 ? 0 : own;
                shared[first + i * side + side - 1] = edge;
                shared[first + (side - 1) * side + i] = edge;
            }
        }
        return shared;
    }

    private double[] scaled(double[] values) {
        if (scale != 1) {
            for (int i = 0; i < values.length; i++) {
                values[i] *= scale;
            }
        }
        return values;
    }
}
