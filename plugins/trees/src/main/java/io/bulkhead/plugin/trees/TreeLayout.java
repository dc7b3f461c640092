package io.bulkhead.plugin.trees;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** Lays trees out as {@link FlatTrees}. Good for one model. */
final class TreeLayout {
    /** What a leaf compares with the constant 0: it leads to the left child, which is itself. */
    private static final double LEAF_THRESHOLD = 0;

    private static final int CONSTANT = 0;

    /** 64 MiB: far beyond real models, and a small file cannot ask for more memory. */
    private static final int MAX_SET_WORDS = 1 << 24;

    /** A node still to be placed. */
    private record Pending(int source, int target, int depth) {}

    private final List<? extends SourceTree> trees;
    private final LeafFinder.Placed leaves;
    private final long[] nodes;
    private final int[] leafNumbers;
    private final double[] weights;
    private final int[] roots;
    private final int[] depths;
    private final boolean[] categorical;
    private int[] sets = new int[16];
    private int setWords;
    private int size;
    private int columns;

    TreeLayout(List<? extends SourceTree> trees, LeafFinder.Placed leaves)
            throws MalformedModelException {
        this.trees = trees;
        this.leaves = leaves;
        int count = LeafFinder.nodeCount(trees);
        this.nodes = new long[count * FlatTrees.NODE_LONGS];
        this.leafNumbers = new int[count];
        this.weights = new double[count];
        this.roots = new int[trees.size()];
        this.depths = new int[trees.size()];
        this.categorical = new boolean[trees.size()];
    }

    FlatTrees lay() throws MalformedModelException {
        for (int tree = 0; tree < roots.length; tree++) {
            append(tree);
        }
        return new FlatTrees(
                nodes,
                Arrays.copyOf(sets, setWords),
                leafNumbers,
                weights,
                roots,
                depths,
                groupDepths(),
                columns + 1);
    }

    private int[] groupDepths() {
        int[] deepest = new int[depths.length];
        for (int first = 0; first < depths.length; first++) {
            int end = Math.min(first + LeafFinder.GROUP, depths.length);
            for (int tree = first; tree < end && deepest[first] >= 0; tree++) {
                deepest[first] = categorical[tree] ? -1 : Math.max(deepest[first], depths[tree]);
            }
        }
        return deepest;
    }

    /** Without recursion: a broken file may hold a chain as deep as it is long. */
    private void append(int number) throws MalformedModelException {
        SourceTree tree = trees.get(number);
        boolean[] seen = new boolean[tree.nodeCount()];
        Deque<Pending> pending = new ArrayDeque<>();
        roots[number] = place(1);
        pending.push(new Pending(tree.root(), roots[number], 0));
        while (!pending.isEmpty()) {
            Pending node = pending.pop();
            int source = node.source();
            markSeen(number, source, seen);
            depths[number] = Math.max(depths[number], node.depth());
            weights[node.target() / FlatTrees.NODE_LONGS] = tree.weight(source);
            if (tree.isLeaf(source)) {
                putLeaf(number, source, node.target());
                continue;
            }
            int children = place(2);
            putSplit(number, tree.split(source), node.target(), children);
            int right = children + FlatTrees.NODE_LONGS;
            pending.push(new Pending(tree.right(source), right, node.depth() + 1));
            pending.push(new Pending(tree.left(source), children, node.depth() + 1));
        }
    }

    private int place(int count) {
        int first = size;
        size += count * FlatTrees.NODE_LONGS;
        return first;
    }

    /** Also keeps a cycle from running on: no node is placed twice. */
    private void markSeen(int tree, int node, boolean[] seen) throws MalformedModelException {
        if (node < 0 || node >= seen.length || seen[node]) {
            throw new MalformedModelException(
                    "tree "
                            + tree
                            + " is no tree: "
                            + trees.get(tree).describe(node)
                            + " is missing or reached twice");
        }
        seen[node] = true;
    }

    private void putLeaf(int tree, int source, int target) throws MalformedModelException {
        put(target, Double.doubleToRawLongBits(LEAF_THRESHOLD), CONSTANT, target);
        int node = target / FlatTrees.NODE_LONGS;
        leafNumbers[node] = trees.get(tree).leafNumber(source);
        leaves.leaf(tree, source, node);
    }

    private void putSplit(int tree, Split split, int target, int children)
            throws MalformedModelException {
        columns = Math.max(columns, split.column());
        if (split.categorical()) {
            categorical[tree] = true;
            put(target, appendSet(split.members()), ~split.column(), children);
        } else {
            put(target, thresholdBits(split.threshold()), split.column(), children);
        }
    }

    private void put(int target, long threshold, int column, int children) {
        nodes[target] = threshold;
        nodes[target + 1] = (long) column << 32 | children;
    }

    /** Finite, and never -0: the walker takes differences of it. */
    private static long thresholdBits(double threshold) throws MalformedModelException {
        if (Double.isNaN(threshold)) {
            throw new MalformedModelException("a threshold is no number");
        }
        double finite = Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, threshold));
        return Double.doubleToRawLongBits(finite + 0.0);
    }

    private int appendSet(int[] words) throws MalformedModelException {
        int needed = setWords + 1 + words.length;
        if (needed > MAX_SET_WORDS) {
            throw new MalformedModelException("the sets of categories are too large");
        }
        if (needed > sets.length) {
            sets = Arrays.copyOf(sets, Math.max(needed, 2 * sets.length));
        }
        int set = setWords;
        sets[set] = words.length;
        System.arraycopy(words, 0, sets, set + 1, words.length);
        setWords = needed;
        return set;
    }
}
