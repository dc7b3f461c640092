package io.bulkhead.plugin.lightgbm.kernel;

import io.bulkhead.plugin.lightgbm.format.LinearLeaf;
import io.bulkhead.plugin.trees.SplitTrees;

/**
 * Walks flattened trees. A step is one subtraction, whose sign leads left or right, and no branch.
 *
 * <p>Four trees are walked at once, as a processor does while one waits for memory what the others
 * need. A leaf leads to itself: there waits whoever arrives early. Rows come in blocks, so that
 * trees stay in the cache for many rows. Leaves are added in LightGBM's own order, so that sums
 * agree to the bit. Immutable and safe for use by many threads.
 */
final class TreeKernel implements SplitTrees {
    private static final int GROUP = 4;
    private static final int BLOCK_ROWS = 64;

    /** Steps between two looks at whether all have arrived. */
    private static final int STRIDE = 8;

    private final RowValues rowValues;
    private final FlatTrees trees;
    private final int outputCount;

    TreeKernel(RowValues rowValues, FlatTrees trees, int outputCount) {
        this.rowValues = rowValues;
        this.trees = trees;
        this.outputCount = outputCount;
    }

    /**
     * Sums up the trees' leaves.
     *
     * @param rows values row by row; NaN may be missing
     * @return sums row by row
     */
    double[] sums(double[] rows, int rowCount) {
        double[] sums = new double[Math.multiplyExact(rowCount, outputCount)];
        double[] values = new double[rowValues.stride() * Math.min(rowCount, BLOCK_ROWS)];
        double[] cleaned = trees.isLinear() ? RowValues.withoutTraces(rows) : rows;
        for (int first = 0; first < rowCount; first += BLOCK_ROWS) {
            int count = Math.min(BLOCK_ROWS, rowCount - first);
            rowValues.fill(cleaned, first, count, values);
            addBlock(new Block(cleaned, values, first, count), sums);
        }
        return sums;
    }

    /** For each row and each tree the number of its leaf. */
    int[] leaves(double[] rows, int rowCount) {
        int[] leaves = new int[Math.multiplyExact(rowCount, trees.count())];
        double[] values = new double[rowValues.stride()];
        int next = 0;
        for (int row = 0; row < rowCount; row++) {
            rowValues.fill(rows, row, 1, values);
            for (int tree = 0; tree < trees.count(); tree++) {
                leaves[next++] = trees.leafNumbers()[leafOf(tree, values, 0) >> 1];
            }
        }
        return leaves;
    }

    /** Whether all that an attribution asks for is known. */
    boolean isExplainable() {
        return trees.counted() && !trees.isLinear();
    }

    @Override
    public int treeCount() {
        return trees.count();
    }

    @Override
    public int depth() {
        int depth = 0;
        for (int treeDepth : trees.depths()) {
            depth = Math.max(depth, treeDepth);
        }
        return depth;
    }

    @Override
    public int root(int tree) {
        return trees.roots()[tree];
    }

    @Override
    public int outputCount() {
        return outputCount;
    }

    @Override
    public int firstOutput(int tree) {
        return tree % outputCount;
    }

    @Override
    public int outputsOf(int tree) {
        return 1;
    }

    /** Where rows go; for one thread and one call. */
    Route route(double[] rows) {
        double[] values = new double[rowValues.stride()];
        return new Route() {
            @Override
            public void toRow(int row) {
                rowValues.fill(rows, row, 1, values);
            }

            @Override
            public int next(int split) {
                return childOf(split, values, 0);
            }
        };
    }

    @Override
    public int left(int split) {
        return (int) trees.nodes()[split + 1];
    }

    @Override
    public int right(int split) {
        return left(split) + FlatTrees.NODE_LONGS;
    }

    @Override
    public int feature(int split) {
        int column = (int) (trees.nodes()[split + 1] >> 32);
        return rowValues.feature(column < 0 ? ~column : column);
    }

    @Override
    public double value(int leaf, int output) {
        return trees.leafValues()[leaf >> 1];
    }

    @Override
    public double fraction(int split, int child) {
        double all = trees.counts()[split >> 1];
        double part = trees.counts()[child >> 1];
        return all > 0 && part > 0 ? part / all : 0;
    }

    /** Some rows: as the client sent them, and as splits compare them. */
    @SuppressWarnings("ArrayRecordComponent") // lives for one call
    private record Block(double[] rows, double[] values, int firstRow, int rowCount) {}

    private void addBlock(Block block, double[] sums) {
        int tree = 0;
        while (tree < trees.count()) {
            if (isPlainGroup(tree)) {
                addGroup(tree, block, sums);
                tree += GROUP;
            } else {
                addTree(tree, block, sums);
                tree++;
            }
        }
    }

    private boolean isPlainGroup(int first) {
        if (trees.isLinear() || first + GROUP > trees.count()) {
            return false;
        }
        for (int tree = first; tree < first + GROUP; tree++) {
            if (trees.categorical()[tree]) {
                return false;
            }
        }
        return true;
    }

    private void addGroup(int first, Block block, double[] sums) {
        int depth = groupDepth(first);
        long[] nodes = trees.nodes();
        int[] roots = trees.roots();
        double[] leaves = trees.leafValues();
        double[] values = block.values();
        for (int row = 0; row < block.rowCount(); row++) {
            int value = row * rowValues.stride();
            int a = roots[first];
            int b = roots[first + 1];
            int c = roots[first + 2];
            int d = roots[first + 3];
            for (int left = depth; left > 0; left -= STRIDE) {
                for (int step = Math.min(STRIDE, left); step > 0; step--) {
                    a = child(nodes, a, values, value);
                    b = child(nodes, b, values, value);
                    c = child(nodes, c, values, value);
                    d = child(nodes, d, values, value);
                }
                if (left > STRIDE && isLeaf(a) && isLeaf(b) && isLeaf(c) && isLeaf(d)) {
                    break; // a few deep branches cost nothing to the rows that end above them
                }
            }
            int sum = (block.firstRow() + row) * outputCount;
            sums[sum + first % outputCount] += leaves[a >> 1];
            sums[sum + (first + 1) % outputCount] += leaves[b >> 1];
            sums[sum + (first + 2) % outputCount] += leaves[c >> 1];
            sums[sum + (first + 3) % outputCount] += leaves[d >> 1];
        }
    }

    private int groupDepth(int first) {
        int depth = 0;
        for (int tree = first; tree < first + GROUP; tree++) {
            depth = Math.max(depth, trees.depths()[tree]);
        }
        return depth;
    }

    private static int child(long[] nodes, int node, double[] values, int value) {
        long links = nodes[node + 1];
        double threshold = Double.longBitsToDouble(nodes[node]);
        double difference = threshold - values[value + (int) (links >> 32)];
        int right = (int) (Double.doubleToRawLongBits(difference) >>> 63);
        return (int) links + (right << 1);
    }

    @Override
    public boolean isLeaf(int node) {
        return (int) trees.nodes()[node + 1] == node;
    }

    private void addTree(int tree, Block block, double[] sums) {
        for (int row = 0; row < block.rowCount(); row++) {
            int node = leafOf(tree, block.values(), row * rowValues.stride());
            int source = block.firstRow() + row;
            sums[source * outputCount + tree % outputCount] += leaf(node, block, source);
        }
    }

    private int leafOf(int tree, double[] values, int value) {
        int node = trees.roots()[tree];
        while (!isLeaf(node)) {
            node = childOf(node, values, value);
        }
        return node;
    }

    private int childOf(int node, double[] values, int value) {
        long[] nodes = trees.nodes();
        return nodes[node + 1] < 0
                ? categoricalChild(node, values, value)
                : child(nodes, node, values, value);
    }

    private int categoricalChild(int node, double[] values, int value) {
        long links = trees.nodes()[node + 1];
        int category = (int) values[value + ~(int) (links >> 32)];
        boolean left = contains((int) trees.nodes()[node], category);
        return (int) links + (left ? 0 : FlatTrees.NODE_LONGS);
    }

    private boolean contains(int set, int category) {
        int[] words = trees.categories();
        int word = category >> 5;
        return category >= 0 && word < words[set] && (words[set + 1 + word] >>> category & 1) != 0;
    }

    private double leaf(int node, Block block, int row) {
        if (trees.isLinear()) {
            LinearLeaf linear = trees.linearLeaves()[node >> 1];
            if (linear != null) {
                return linear.value(block.rows(), row * rowValues.featureCount());
            }
        }
        return trees.leafValues()[node >> 1];
    }
}
