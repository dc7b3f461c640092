package io.bulkhead.plugin.catboost.kernel;

import io.bulkhead.plugin.catboost.format.ModelDocument;
import io.bulkhead.plugin.catboost.format.NodeTrees;
import io.bulkhead.plugin.catboost.format.SymmetricTrees;
import io.bulkhead.plugin.trees.MalformedModelException;

/** Adds up the leaves that rows fall into. Immutable and safe for use by many threads. */
interface TreeKernel {
    static TreeKernel of(ModelDocument document, SlotLayout layout) throws MalformedModelException {
        if (document.trees() instanceof SymmetricTrees trees) {
            return new SymmetricKernel(trees, layout, document.dimension());
        }
        return new NodeKernel((NodeTrees) document.trees(), layout, document.dimension());
    }

    /** How long the columns of so many rows have to be at least. */
    default int stride(int rows) {
        return rows;
    }

    /**
     * Adds what the trees say of some rows.
     *
     * @param columns one column of {@code stride} values for each slot, as {@linkplain FloatOrder
     *     keys}
     * @param rows how many values of a column are rows
     * @param sums where their values are added, from {@code first} on
     */
    void add(int[] columns, int stride, int rows, double[] sums, int first);

    /** The leaves of some rows, numbered within each tree; tree by tree, row by row. */
    int[] leaves(int[] columns, int stride, int rows);
}
