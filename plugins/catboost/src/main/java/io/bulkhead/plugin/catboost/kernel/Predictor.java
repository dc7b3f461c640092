package io.bulkhead.plugin.catboost.kernel;

import io.bulkhead.plugin.catboost.format.ModelDocument;
import io.bulkhead.plugin.trees.MalformedModelException;
import java.util.Optional;

/**
 * Gives the raw values of a model, as CatBoost's {@code RawFormulaVal}. Immutable and safe for use
 * by many threads.
 */
public final class Predictor {
    private static final int BLOCK = 256;

    private final SlotFiller filler;
    private final TreeKernel kernel;
    private final int slotCount;
    private final int dimension;
    private final double scale;
    private final double[] bias;
    private final int treeCount;
    private final Optional<Explainer> explainer;

    private Predictor(ModelDocument document, SlotLayout layout) throws MalformedModelException {
        this.filler = new SlotFiller(document);
        this.kernel = TreeKernel.of(document, layout);
        this.slotCount = layout.slotCount();
        this.dimension = document.dimension();
        this.scale = document.scale();
        this.bias = document.bias();
        this.treeCount = document.trees().count();
        this.explainer = Explainer.of(document, layout);
    }

    /**
     * Prepares a model for predicting.
     *
     * @throws MalformedModelException if its parts do not fit together
     */
    public static Predictor of(ModelDocument document) throws MalformedModelException {
        return new Predictor(document, SlotLayout.of(document));
    }

    /** How many values a row gets. */
    public int dimension() {
        return dimension;
    }

    /**
     * @param floats the numeric features, row by row
     * @param hashes of the categorical features, row by row
     * @return {@link #dimension} values for each row, row by row
     */
    public double[] predict(float[] floats, int[] hashes, int rows) {
        double[] values = new double[Math.multiplyExact(rows, dimension)];
        addBlocks(floats, hashes, rows, values);
        for (int i = 0, output = 0; i < values.length; i++) {
            values[i] = values[i] * scale + bias[output];
            output = output + 1 == dimension ? 0 : output + 1;
        }
        return values;
    }

    /** How many trees there are. */
    public int treeCount() {
        return treeCount;
    }

    /** Shares raw values out among the columns, if the file says enough for that. */
    public Optional<Explainer> explainer() {
        return explainer;
    }

    /** The number of the leaf that each row comes to, tree by tree, row by row. */
    public int[] leaves(float[] floats, int[] hashes, int rows) {
        int[] leaves = new int[Math.multiplyExact(rows, treeCount)];
        int stride = Math.min(BLOCK, rows);
        int[] slots = new int[Math.multiplyExact(slotCount, stride)];
        for (int first = 0; first < rows; first += BLOCK) {
            int count = Math.min(BLOCK, rows - first);
            filler.fill(floats, hashes, first, count, slots, stride);
            int[] found = kernel.leaves(slots, stride, count);
            System.arraycopy(found, 0, leaves, first * treeCount, found.length);
        }
        return leaves;
    }

    private void addBlocks(float[] floats, int[] hashes, int rows, double[] values) {
        int stride = Math.min(BLOCK, kernel.stride(rows));
        int[] slots = new int[Math.multiplyExact(slotCount, stride)];
        for (int first = 0; first < rows; first += BLOCK) {
            int count = Math.min(BLOCK, rows - first);
            filler.fill(floats, hashes, first, count, slots, stride);
            kernel.add(slots, stride, count, values, first * dimension);
        }
    }
}
