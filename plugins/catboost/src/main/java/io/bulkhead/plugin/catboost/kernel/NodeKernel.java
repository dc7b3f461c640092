package io.bulkhead.plugin.catboost.kernel;

import io.bulkhead.plugin.catboost.format.MalformedModelException;
import io.bulkhead.plugin.catboost.format.NodeTrees;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Trees with a question of its own in each node. A node is four ints, which lie in one line of the
 * cache: slot, border, and where to go for no and for yes. Four trees or four rows are walked at
 * once, so that one's wait for memory is the others' time.
 */
final class NodeKernel implements TreeKernel {
    private static final int INTS = 4;

    private final int[] roots;
    private final int[] nodes;
    private final double[] leaves;
    private final int dimension;
    private final int[] firstLeaves;

    NodeKernel(NodeTrees trees, SlotLayout layout, int dimension) throws MalformedModelException {
        int count = trees.splits().length;
        this.roots = trees.roots();
        this.nodes = new int[Math.multiplyExact(INTS, count)];
        this.leaves = trees.leafValues();
        this.dimension = dimension;
        this.firstLeaves = firstLeaves(trees);
        for (int node = 0; node < count; node++) {
            int split = trees.splits()[node];
            if (split == NodeTrees.NO_SPLIT) {
                continue;
            }
            nodes[INTS * node] = layout.slotOf(split);
            nodes[INTS * node + 1] = layout.borderOf(split);
            nodes[INTS * node + 2] = trees.left()[node];
            nodes[INTS * node + 3] = trees.right()[node];
        }
    }

    @Override
    public void add(int[] row, double[] sums, int first) {
        int tree = 0;
        for (; tree + 3 < roots.length; tree += 4) {
            int a = roots[tree];
            int b = roots[tree + 1];
            int c = roots[tree + 2];
            int d = roots[tree + 3];
            while ((a & b & c & d) >= 0) { // as long as one of them is no leaf
                a = next(a, row, 0, 1);
                b = next(b, row, 0, 1);
                c = next(c, row, 0, 1);
                d = next(d, row, 0, 1);
            }
            addLeaf(~a, sums, first);
            addLeaf(~b, sums, first);
            addLeaf(~c, sums, first);
            addLeaf(~d, sums, first);
        }
        for (; tree < roots.length; tree++) {
            addLeaf(leaf(roots[tree], row, 0, 1), sums, first);
        }
    }

    @Override
    public void addBlock(int[] columns, int stride, int rows, double[] sums, int first) {
        for (int root : roots) {
            addTree(root, columns, stride, rows, sums, first);
        }
    }

    @Override
    public void leaves(int[] row, int[] found, int first) {
        for (int tree = 0; tree < roots.length; tree++) {
            found[first + tree] = (leaf(roots[tree], row, 0, 1) - firstLeaves[tree]) / dimension;
        }
    }

    /** The values of a tree lie together; where they begin, its leftmost leaf need not say. */
    private static int[] firstLeaves(NodeTrees trees) {
        int[] first = new int[trees.roots().length];
        boolean[] seen = new boolean[trees.splits().length];
        for (int tree = 0; tree < first.length; tree++) {
            first[tree] = firstLeaf(trees, trees.roots()[tree], seen);
        }
        return first;
    }

    private static int firstLeaf(NodeTrees trees, int root, boolean[] seen) {
        if (root < 0) {
            return ~root;
        }
        int least = Integer.MAX_VALUE;
        Deque<Integer> pending = new ArrayDeque<>(List.of(root));
        while (!pending.isEmpty()) {
            int node = pending.pop();
            if (node < 0) {
                least = Math.min(least, ~node);
            } else if (!seen[node]) {
                seen[node] = true;
                pending.push(trees.right()[node]);
                pending.push(trees.left()[node]);
            }
        }
        return least;
    }

    private void addTree(int root, int[] columns, int stride, int rows, double[] sums, int first) {
        int row = 0;
        for (; row + 3 < rows; row += 4) {
            int a = root;
            int b = root;
            int c = root;
            int d = root;
            while ((a & b & c & d) >= 0) {
                a = next(a, columns, row, stride);
                b = next(b, columns, row + 1, stride);
                c = next(c, columns, row + 2, stride);
                d = next(d, columns, row + 3, stride);
            }
            addLeaf(~a, sums, first + row * dimension);
            addLeaf(~b, sums, first + (row + 1) * dimension);
            addLeaf(~c, sums, first + (row + 2) * dimension);
            addLeaf(~d, sums, first + (row + 3) * dimension);
        }
        for (; row < rows; row++) {
            addLeaf(leaf(root, columns, row, stride), sums, first + row * dimension);
        }
    }

    private int leaf(int root, int[] values, int at, int stride) {
        int node = root;
        while (node >= 0) {
            node = next(node, values, at, stride);
        }
        return ~node;
    }

    /** One step down, or none from a leaf. */
    private int next(int node, int[] values, int at, int stride) {
        if (node < 0) {
            return node;
        }
        int first = INTS * node;
        int value = values[at + nodes[first] * stride];
        int side = value > nodes[first + 1] ? 3 : 2;
        return nodes[first + side];
    }

    private void addLeaf(int offset, double[] sums, int first) {
        for (int i = 0; i < dimension; i++) {
            sums[first + i] += leaves[offset + i];
        }
    }
}
