package io.bulkhead.plugin.catboost.kernel;

import io.bulkhead.plugin.catboost.format.MalformedModelException;
import io.bulkhead.plugin.catboost.format.ModelDocument;
import io.bulkhead.plugin.trees.TreeAttribution;
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

    private final TreeNodes nodes;
    private final TreeAttribution attribution;
    private final FeatureGroups groups;
    private final SlotFiller filler;
    private final double scale;
    private final double[] bias;

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

    /** How many columns share a value; the bias is one more. */
    public int columnCount() {
        return groups.columnCount();
    }

    /** How many rows can be explained in one call, by columns or by pairs of columns. */
    public long explainableRows(boolean pairs) {
        long width = Math.max(groups.count(), groups.columnCount()) + 1L;
        return MAX_VALUES / (bias.length * width * (pairs ? width : 1));
    }

    /** For each row, raw value and column, then the bias; they sum up to the raw values. */
    public double[] contributions(float[] floats, int[] hashes, int rows) {
        int width = groups.count() + 1;
        double[] values = new double[Math.multiplyExact(rows, bias.length * width)];
        attribution.addContributions(nodes.route(filler, floats, hashes), rows, values);
        addBias(values, width, width - 1);
        return groups.shared(values);
    }

    /** For each row and raw value a square, whose lines sum up to contributions. */
    public double[] interactions(float[] floats, int[] hashes, int rows) {
        int width = groups.count() + 1;
        double[] values = new double[Math.multiplyExact(rows, bias.length * width * width)];
        attribution.addInteractions(nodes.route(filler, floats, hashes), rows, values);
        addBias(values, width * width, width * width - 1);
        return groups.sharedPairs(values);
    }

    private void addBias(double[] values, int stride, int last) {
        if (scale != 1) {
            for (int i = 0; i < values.length; i++) {
                values[i] *= scale;
            }
        }
        for (int i = last, output = 0; i < values.length; i += stride, output++) {
            values[i] += bias[output % bias.length];
        }
    }
}
