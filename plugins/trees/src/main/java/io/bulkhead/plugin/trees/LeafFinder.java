package io.bulkhead.plugin.trees;

import java.util.List;

/**
 * Walks rows through trees that have a question of their own in each node: the one kernel of
 * XGBoost's and LightGBM's trees and of CatBoost's that are not symmetric. It finds leaves; what
 * these add, and in which precision, is the {@link LeafSums}' affair.
 *
 * <p>A step is one subtraction, whose sign leads left or right, and no branch. Four trees and two
 * rows are walked at once, as a processor does while one waits for memory what the others need. A
 * leaf leads to itself: there waits whoever arrives early. Rows come in blocks, so that trees stay
 * in the cache for many rows. Immutable and safe for use by many threads.
 */
public final class LeafFinder {
    static final int GROUP = 4;
    private static final int BLOCK_ROWS = 64;

    /** Leaves found before they are added: a few KiB, which stay in the cache. */
    private static final int MAX_LEAVES = 1024;

    /** Steps between two looks at whether all have arrived. */
    private static final int STRIDE = 8;

    private final FlatTrees trees;

    private LeafFinder(FlatTrees trees) {
        this.trees = trees;
    }

    /** Is told about the leaves of a model that is laid out. */
    @FunctionalInterface
    public interface Placed {
        /**
         * A leaf has its place.
         *
         * @param source its number in its {@link SourceTree}
         * @param node the number that it has from now on
         * @throws MalformedModelException if it does not say what it should
         */
        void leaf(int tree, int source, int node) throws MalformedModelException;
    }

    /**
     * Lays trees out.
     *
     * @param leaves is told where each leaf has gone
     * @throws MalformedModelException if they are no trees, or {@code leaves} says so
     */
    public static LeafFinder of(List<? extends SourceTree> trees, Placed leaves)
            throws MalformedModelException {
        return new LeafFinder(FlatTrees.of(trees, leaves));
    }

    /**
     * What numbers of nodes are below.
     *
     * @throws MalformedModelException if there are more than fit into arrays
     */
    public static int nodeCount(List<? extends SourceTree> trees) throws MalformedModelException {
        long count = 0;
        for (SourceTree tree : trees) {
            count += tree.nodeCount();
        }
        if (count > Integer.MAX_VALUE / FlatTrees.NODE_LONGS - 8) {
            throw new MalformedModelException(count + " nodes are too many");
        }
        return (int) count;
    }

    /** How many trees there are. */
    public int treeCount() {
        return trees.count();
    }

    /** The greatest column that the trees ask for: so many are filled in for each row. */
    public int columnCount() {
        return trees.stride() - 1;
    }

    /** Finds the leaves of all rows in all trees. */
    public void addLeaves(RowValues rows, int rowCount, LeafSums sums) {
        int block = Math.min(rowCount, BLOCK_ROWS);
        double[] values = new double[Math.multiplyExact(block, trees.stride())];
        int together = treesTogether(block);
        int[] leaves = new int[block * together];
        for (int first = 0; first < rowCount; first += BLOCK_ROWS) {
            int count = Math.min(BLOCK_ROWS, rowCount - first);
            rows.fill(first, count, values);
            for (int tree = 0; tree < trees.count(); tree += together) {
                int part = Math.min(together, trees.count() - tree);
                find(tree, part, values, count, leaves);
                sums.add(first, count, tree, part, leaves);
            }
        }
    }

    private int treesTogether(int rowCount) {
        int most = Math.max(GROUP, MAX_LEAVES / Math.max(1, rowCount) / GROUP * GROUP);
        return Math.min(most, Math.max(1, trees.count()));
    }

    /** The numbers of all leaves as the library has them, tree by tree, row by row. */
    public int[] leafNumbers(RowValues rows, int rowCount) {
        int[] numbers = new int[Math.multiplyExact(rowCount, trees.count())];
        addLeaves(
                rows,
                rowCount,
                (firstRow, count, firstTree, treeCount, nodes) -> {
                    for (int row = 0; row < count; row++) {
                        int target = (firstRow + row) * trees.count() + firstTree;
                        for (int i = 0; i < treeCount; i++) {
                            numbers[target + i] = trees.leafNumbers()[nodes[row * treeCount + i]];
                        }
                    }
                });
        return numbers;
    }

    /**
     * The trees as an attribution sees them.
     *
     * @param features by column: the feature that it is made of; the first is no column
     */
    public SplitTrees explained(LeafValues leaves, int[] features) {
        return new KernelTrees(trees, leaves, features);
    }

    /** Where rows go, in the trees that {@link #explained} gives. For one thread and one call. */
    public SplitTrees.Route route(RowValues rows) {
        double[] values = new double[trees.stride()];
        return new SplitTrees.Route() {
            @Override
            public void toRow(int row) {
                rows.fill(row, 1, values);
            }

            @Override
            public int next(int split) {
                return childOf(split * FlatTrees.NODE_LONGS, values, 0) / FlatTrees.NODE_LONGS;
            }
        };
    }

    private void find(int firstTree, int treeCount, double[] values, int rows, int[] leaves) {
        int tree = 0;
        while (tree < treeCount) {
            if (isPlainGroup(firstTree + tree, treeCount - tree)) {
                findFour(firstTree + tree, values, rows, leaves, tree, treeCount);
                tree += GROUP;
            } else {
                findOne(firstTree + tree, values, rows, leaves, tree, treeCount);
                tree++;
            }
        }
        if (rows % 2 == 1) {
            findOfLast(firstTree, treeCount, values, rows - 1, leaves);
        }
    }

    /** What {@link #findFour} leaves undone. */
    private void findOfLast(int firstTree, int treeCount, double[] values, int row, int[] leaves) {
        int value = row * trees.stride();
        int target = row * treeCount;
        int tree = 0;
        while (tree < treeCount) {
            int first = firstTree + tree;
            if (!isPlainGroup(first, treeCount - tree)) {
                tree++;
            } else if (isPlainGroup(first + GROUP, treeCount - tree - GROUP)) {
                int second = target + tree + GROUP;
                findTwoGroups(
                        first, value, first + GROUP, value, values, leaves, target + tree, second);
                tree += 2 * GROUP;
            } else {
                findGroup(first, values, value, leaves, target + tree);
                tree += GROUP;
            }
        }
    }

    private boolean isPlainGroup(int first, int left) {
        return left >= GROUP && trees.groupDepths()[first] >= 0;
    }

    /** For two rows at a time. */
    private void findFour(
            int first, double[] values, int rows, int[] leaves, int target, int width) {
        for (int row = 0; row + 1 < rows; row += 2) {
            int upper = row * trees.stride();
            int lower = upper + trees.stride();
            int at = row * width + target;
            findTwoGroups(first, upper, first, lower, values, leaves, at, at + width);
        }
    }

    /** Four trees for one row, and four trees for one row. */
    private void findTwoGroups(
            int first,
            int value,
            int second,
            int otherValue,
            double[] values,
            int[] leaves,
            int target,
            int otherTarget) {
        long[] nodes = trees.nodes();
        int[] roots = trees.roots();
        int a = roots[first];
        int b = roots[first + 1];
        int c = roots[first + 2];
        int d = roots[first + 3];
        int e = roots[second];
        int f = roots[second + 1];
        int g = roots[second + 2];
        int h = roots[second + 3];
        int depth = Math.max(trees.groupDepths()[first], trees.groupDepths()[second]);
        for (int left = depth; left > 0; left -= STRIDE) {
            for (int step = Math.min(STRIDE, left); step > 0; step--) {
                a = child(nodes, a, values, value);
                b = child(nodes, b, values, value);
                c = child(nodes, c, values, value);
                d = child(nodes, d, values, value);
                e = child(nodes, e, values, otherValue);
                f = child(nodes, f, values, otherValue);
                g = child(nodes, g, values, otherValue);
                h = child(nodes, h, values, otherValue);
            }
            if (left > STRIDE && areLeaves(nodes, a, b, c, d) && areLeaves(nodes, e, f, g, h)) {
                break; // a few deep branches cost nothing to the rows that end above them
            }
        }
        put(leaves, target, a, b, c, d);
        put(leaves, otherTarget, e, f, g, h);
    }

    private void findGroup(int first, double[] values, int value, int[] leaves, int target) {
        long[] nodes = trees.nodes();
        int[] roots = trees.roots();
        int a = roots[first];
        int b = roots[first + 1];
        int c = roots[first + 2];
        int d = roots[first + 3];
        for (int left = trees.groupDepths()[first]; left > 0; left -= STRIDE) {
            for (int step = Math.min(STRIDE, left); step > 0; step--) {
                a = child(nodes, a, values, value);
                b = child(nodes, b, values, value);
                c = child(nodes, c, values, value);
                d = child(nodes, d, values, value);
            }
            if (left > STRIDE && areLeaves(nodes, a, b, c, d)) {
                break;
            }
        }
        put(leaves, target, a, b, c, d);
    }

    private static void put(int[] leaves, int target, int a, int b, int c, int d) {
        leaves[target] = a / FlatTrees.NODE_LONGS;
        leaves[target + 1] = b / FlatTrees.NODE_LONGS;
        leaves[target + 2] = c / FlatTrees.NODE_LONGS;
        leaves[target + 3] = d / FlatTrees.NODE_LONGS;
    }

    private static int child(long[] nodes, int node, double[] values, int value) {
        long links = nodes[node + 1];
        double threshold = Double.longBitsToDouble(nodes[node]);
        double difference = threshold - values[value + (int) (links >> 32)];
        int right = (int) (Double.doubleToRawLongBits(difference) >>> 63);
        return (int) links + right * FlatTrees.NODE_LONGS;
    }

    private static boolean areLeaves(long[] nodes, int a, int b, int c, int d) {
        return isLeaf(nodes, a) && isLeaf(nodes, b) && isLeaf(nodes, c) && isLeaf(nodes, d);
    }

    private static boolean isLeaf(long[] nodes, int node) {
        return (int) nodes[node + 1] == node;
    }

    private void findOne(int tree, double[] values, int rows, int[] leaves, int target, int width) {
        for (int row = 0; row < rows; row++) {
            int node = trees.roots()[tree];
            while (!isLeaf(trees.nodes(), node)) {
                node = childOf(node, values, row * trees.stride());
            }
            leaves[row * width + target] = node / FlatTrees.NODE_LONGS;
        }
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
        boolean right = contains((int) trees.nodes()[node], category);
        return (int) links + (right ? FlatTrees.NODE_LONGS : 0);
    }

    private boolean contains(int set, int category) {
        if (category < 0) {
            return category == (int) RowValues.MEMBER;
        }
        int[] words = trees.sets();
        int word = category >> 5;
        return word < words[set] && (words[set + 1 + word] >>> category & 1) != 0;
    }
}
