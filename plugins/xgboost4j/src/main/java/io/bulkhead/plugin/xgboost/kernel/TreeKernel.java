package io.bulkhead.plugin.xgboost.kernel;

import io.bulkhead.plugin.trees.SplitTrees;
import io.bulkhead.plugin.trees.TreeAttribution;
import org.jspecify.annotations.Nullable;

/**
 * Walks flattened trees. All nodes lie in one array, four ints each: key, slot, children, value.
 * {@code children} is the index of the right child, the left one follows it; a leaf is its own
 * child. So a step is one comparison and no branch, and whoever arrives early waits in its leaf.
 *
 * <p>Four trees are walked at once, as a processor does while one waits for memory what the others
 * need. Rows come in blocks, so that trees stay in the cache for many rows. The order of additions
 * is XGBoost's own, so that sums agree to the bit.
 */
final class TreeKernel implements MarginKernel, SplitTrees {
    static final int NODE_INTS = 4;

    private static final int KEY = 0;
    private static final int SLOT = 1;
    private static final int CHILDREN = 2;
    private static final int VALUE = 3;

    private static final int GROUP = 4;
    private static final int BLOCK_ROWS = 64;

    /** Steps between two looks at whether all have arrived. */
    private static final int STRIDE = 8;

    /**
     * By tree: where it starts, how deep it is, what it adds to, whether it asks for categories.
     */
    static final class Trees {
        private final int[] roots;
        private final int[] depths;
        private final int[] outputs;
        private final boolean[] categorical;

        Trees(int[] roots, int[] depths, int[] outputs, boolean[] categorical) {
            this.roots = roots;
            this.depths = depths;
            this.outputs = outputs;
            this.categorical = categorical;
        }

        private int count() {
            return roots.length;
        }

        private boolean isPlainGroup(int first) {
            if (first + GROUP > roots.length) {
                return false;
            }
            for (int tree = first; tree < first + GROUP; tree++) {
                if (categorical[tree]) {
                    return false;
                }
            }
            return true;
        }

        private int groupDepth(int first) {
            return Math.max(
                    Math.max(depths[first], depths[first + 1]),
                    Math.max(depths[first + 2], depths[first + 3]));
        }
    }

    /** By node: its number in its tree as the file has it, and the weight of its training rows. */
    static final class Origins {
        private final int[] numbers;
        private final int[] coverBits;
        private final boolean covered;

        Origins(int[] numbers, int[] coverBits, boolean covered) {
            this.numbers = numbers;
            this.coverBits = coverBits;
            this.covered = covered;
        }
    }

    private final RowKeys rowKeys;
    private final int[] nodes;
    private final Trees trees;
    private final int[] categories;
    private final int[] leafVectors;
    private final Origins origins;
    private final int outputCount;

    TreeKernel(
            RowKeys rowKeys,
            int[] nodes,
            Trees trees,
            int[] categories,
            int[] leafVectors,
            Origins origins,
            int outputCount) {
        this.rowKeys = rowKeys;
        this.nodes = nodes;
        this.trees = trees;
        this.categories = categories;
        this.leafVectors = leafVectors;
        this.origins = origins;
        this.outputCount = outputCount;
    }

    @Override
    public void addMargins(float[] rows, int rowCount, float[] margins) {
        int[] keys = new int[rowKeys.stride() * Math.min(rowCount, BLOCK_ROWS)];
        for (int first = 0; first < rowCount; first += BLOCK_ROWS) {
            int count = Math.min(BLOCK_ROWS, rowCount - first);
            rowKeys.fill(rows, first, count, keys);
            addBlock(keys, count, margins, first * outputCount);
        }
    }

    private void addBlock(int[] keys, int rowCount, float[] margins, int target) {
        int tree = 0;
        while (tree < trees.count()) {
            if (trees.isPlainGroup(tree)) {
                addGroup(tree, keys, rowCount, margins, target);
                tree += GROUP;
            } else {
                addTree(tree, keys, rowCount, margins, target);
                tree++;
            }
        }
    }

    private void addGroup(int first, int[] keys, int rowCount, float[] margins, int target) {
        int depth = trees.groupDepth(first);
        int stride = rowKeys.stride();
        for (int row = 0; row < rowCount; row++) {
            int key = row * stride;
            int a = trees.roots[first];
            int b = trees.roots[first + 1];
            int c = trees.roots[first + 2];
            int d = trees.roots[first + 3];
            for (int left = depth; left > 0; left -= STRIDE) {
                for (int step = Math.min(STRIDE, left); step > 0; step--) {
                    a = child(a, keys, key);
                    b = child(b, keys, key);
                    c = child(c, keys, key);
                    d = child(d, keys, key);
                }
                if (left > STRIDE && isLeaf(a) && isLeaf(b) && isLeaf(c) && isLeaf(d)) {
                    break; // a few deep branches cost nothing to the rows that end above them
                }
            }
            int margin = target + row * outputCount;
            addLeaf(a, trees.outputs[first], margins, margin);
            addLeaf(b, trees.outputs[first + 1], margins, margin);
            addLeaf(c, trees.outputs[first + 2], margins, margin);
            addLeaf(d, trees.outputs[first + 3], margins, margin);
        }
    }

    private int child(int node, int[] keys, int key) {
        long difference = (long) keys[key + nodes[node + SLOT]] - nodes[node + KEY];
        return nodes[node + CHILDREN] + ((int) (difference >>> 63) << 2);
    }

    @Override
    public @Nullable Attribution attribution() {
        return isExplainable()
                ? TreeAttribution.of(this, rowKeys.featureCount())
                        .map(shares -> new TreeShares(this, shares))
                        .orElse(null)
                : null;
    }

    /** Whether it is known how many training rows came where, and leaves are numbers. */
    private boolean isExplainable() {
        return origins.covered && leafVectors.length == 0;
    }

    @Override
    public int treeCount() {
        return trees.count();
    }

    @Override
    public int depth() {
        int depth = 0;
        for (int treeDepth : trees.depths) {
            depth = Math.max(depth, treeDepth);
        }
        return depth;
    }

    @Override
    public int root(int tree) {
        return trees.roots[tree];
    }

    @Override
    public int outputCount() {
        return outputCount;
    }

    @Override
    public int firstOutput(int tree) {
        return trees.outputs[tree];
    }

    @Override
    public int outputsOf(int tree) {
        return 1;
    }

    /** Where rows go; for one thread and one call. */
    Route route(float[] rows) {
        int[] keys = new int[rowKeys.stride()];
        return new Route() {
            @Override
            public void toRow(int row) {
                rowKeys.fill(rows, row, 1, keys);
            }

            @Override
            public int next(int split) {
                return childOf(split, keys, 0);
            }
        };
    }

    @Override
    public int left(int split) {
        return right(split) + NODE_INTS;
    }

    @Override
    public int right(int split) {
        return nodes[split + CHILDREN];
    }

    @Override
    public int feature(int split) {
        int slot = nodes[split + SLOT];
        return rowKeys.feature(slot < 0 ? ~slot : slot);
    }

    @Override
    public double value(int leaf, int output) {
        return Float.intBitsToFloat(nodes[leaf + VALUE]);
    }

    @Override
    public double fraction(int split, int child) {
        float all = cover(split);
        float part = cover(child);
        return all > 0 && part > 0 ? (double) part / all : 0;
    }

    private float cover(int node) {
        return Float.intBitsToFloat(origins.coverBits[node / NODE_INTS]);
    }

    /** For each row and each tree the number of its leaf, as the file numbers the nodes. */
    int[] leaves(float[] rows, int rowCount) {
        int[] leaves = new int[Math.multiplyExact(rowCount, trees.count())];
        int[] keys = new int[rowKeys.stride()];
        int next = 0;
        for (int row = 0; row < rowCount; row++) {
            rowKeys.fill(rows, row, 1, keys);
            for (int tree = 0; tree < trees.count(); tree++) {
                leaves[next++] = origins.numbers[leafOf(tree, keys, 0) / NODE_INTS];
            }
        }
        return leaves;
    }

    @Override
    public boolean isLeaf(int node) {
        return nodes[node + CHILDREN] == node;
    }

    private void addTree(int tree, int[] keys, int rowCount, float[] margins, int target) {
        int stride = rowKeys.stride();
        for (int row = 0; row < rowCount; row++) {
            int leaf = leafOf(tree, keys, row * stride);
            addLeaf(leaf, trees.outputs[tree], margins, target + row * outputCount);
        }
    }

    private int leafOf(int tree, int[] keys, int key) {
        int node = trees.roots[tree];
        while (!isLeaf(node)) {
            node = childOf(node, keys, key);
        }
        return node;
    }

    private int childOf(int node, int[] keys, int key) {
        return nodes[node + SLOT] < 0 ? categoricalChild(node, keys, key) : child(node, keys, key);
    }

    private int categoricalChild(int node, int[] keys, int key) {
        int category = keys[key + ~nodes[node + SLOT]];
        return nodes[node + CHILDREN] + (goesRight(category, nodes[node + KEY]) ? 0 : NODE_INTS);
    }

    private boolean goesRight(int category, int set) {
        if (category < 0) {
            return category == RowKeys.MISSING_LEFT;
        }
        int word = category >> 5;
        return word < categories[set] && (categories[set + 1 + word] >>> category & 1) != 0;
    }

    private void addLeaf(int leaf, int output, float[] margins, int margin) {
        int value = nodes[leaf + VALUE];
        if (leafVectors.length == 0) {
            margins[margin + output] += Float.intBitsToFloat(value);
            return;
        }
        for (int i = 0; i < outputCount; i++) {
            margins[margin + i] += Float.intBitsToFloat(leafVectors[value + i]);
        }
    }
}
