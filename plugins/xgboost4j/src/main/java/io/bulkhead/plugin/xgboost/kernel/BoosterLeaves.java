package io.bulkhead.plugin.xgboost.kernel;

import io.bulkhead.plugin.trees.LeafSums;
import io.bulkhead.plugin.trees.LeafValues;

/**
 * What the leaves of trees say: a number each, which a tree adds to its output, or a number for
 * each output. They are added one by one in the order of the trees and in single precision, so that
 * sums agree with XGBoost's to the bit. Immutable.
 */
final class BoosterLeaves implements LeafValues {
    private final float[] values;
    private final int[] firsts;
    private final int[] outputs;
    private final int outputCount;

    /**
     * @param values of the leaves, by node; or those of all vectors
     * @param firsts by node: where its vector begins; empty if leaves are numbers
     * @param outputs by tree: what it adds to
     */
    BoosterLeaves(float[] values, int[] firsts, int[] outputs, int outputCount) {
        this.values = values;
        this.firsts = firsts;
        this.outputs = outputs;
        this.outputCount = outputCount;
    }

    boolean areVectors() {
        return firsts.length > 0;
    }

    /** Adds leaves to the margins of a call, which lie row by row. */
    LeafSums addingTo(float[] margins) {
        if (areVectors()) {
            return (firstRow, rows, firstTree, trees, nodes) ->
                    addVectors(margins, firstRow, rows, trees, nodes);
        }
        if (outputCount == 1) {
            return (firstRow, rows, firstTree, trees, nodes) ->
                    addToOne(margins, firstRow, rows, trees, nodes);
        }
        return (firstRow, rows, firstTree, trees, nodes) ->
                addToSeveral(margins, firstRow, rows, firstTree, trees, nodes);
    }

    private void addToOne(float[] margins, int firstRow, int rows, int trees, int[] nodes) {
        int next = 0;
        for (int row = firstRow; row < firstRow + rows; row++) {
            float sum = margins[row];
            for (int end = next + trees; next < end; next++) {
                sum += values[nodes[next]];
            }
            margins[row] = sum;
        }
    }

    private void addToSeveral(
            float[] margins, int firstRow, int rows, int firstTree, int trees, int[] nodes) {
        int next = 0;
        for (int row = firstRow; row < firstRow + rows; row++) {
            int margin = row * outputCount;
            for (int tree = firstTree; tree < firstTree + trees; tree++) {
                margins[margin + outputs[tree]] += values[nodes[next++]];
            }
        }
    }

    private void addVectors(float[] margins, int firstRow, int rows, int trees, int[] nodes) {
        int next = 0;
        for (int row = firstRow; row < firstRow + rows; row++) {
            int margin = row * outputCount;
            for (int end = next + trees; next < end; next++) {
                int first = firsts[nodes[next]];
                for (int i = 0; i < outputCount; i++) {
                    margins[margin + i] += values[first + i];
                }
            }
        }
    }

    @Override
    public int outputCount() {
        return outputCount;
    }

    @Override
    public int firstOutput(int tree) {
        return outputs[tree];
    }

    @Override
    public int outputsOf(int tree) {
        return 1;
    }

    @Override
    public double value(int leaf, int output) {
        return values[leaf];
    }
}
