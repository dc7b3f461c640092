package io.bulkhead.plugin.catboost.kernel;

import io.bulkhead.plugin.catboost.format.MalformedModelException;
import io.bulkhead.plugin.catboost.format.ModelDocument;
import io.bulkhead.plugin.catboost.format.NodeTrees;
import io.bulkhead.plugin.catboost.format.SymmetricTrees;

/** Adds up the leaves that rows fall into. Immutable and safe for use by many threads. */
interface TreeKernel {
    static TreeKernel of(ModelDocument document, SlotLayout layout) throws MalformedModelException {
        if (document.trees() instanceof SymmetricTrees trees) {
            return new SymmetricKernel(trees, layout, document.dimension());
        }
        return new NodeKernel((NodeTrees) document.trees(), layout, document.dimension());
    }

    /**
     * For one row.
     *
     * @param slots of the row, as {@linkplain FloatOrder keys}
     * @param sums where the row's values are added, from {@code first} on
     */
    void add(int[] slots, double[] sums, int first);

    /**
     * The leaves of one row, numbered within each tree.
     *
     * @param leaves where they go, from {@code first} on
     */
    void leaves(int[] slots, int[] leaves, int first);

    /**
     * For several rows at once.
     *
     * @param slots one column of {@code stride} values for each slot
     * @param rows how many values of a column are rows
     */
    void addBlock(int[] slots, int stride, int rows, double[] sums, int first);
}
