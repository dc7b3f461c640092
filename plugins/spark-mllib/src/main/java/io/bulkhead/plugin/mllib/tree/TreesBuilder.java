package io.bulkhead.plugin.mllib.tree;

import io.bulkhead.plugin.mllib.format.MalformedModelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects nodes as they lie in a file, in any order, and makes trees of them. */
final class TreesBuilder {
    private static final int DEEPEST = 1000;

    private final Map<Integer, Map<Integer, Node>> trees = new HashMap<>();
    private final int featureCount;

    /**
     * @param featureCount that splits may use
     */
    TreesBuilder(int featureCount) {
        this.featureCount = featureCount;
    }

    /**
     * A node with its children's numbers, which a leaf has none of.
     *
     * @param feature {@link Trees#LEAF} for a leaf
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Node(
            int left,
            int right,
            int feature,
            double threshold,
            CategorySplit categories,
            double prediction,
            double[] statistics) {}

    void add(int tree, int number, Node node) throws MalformedModelException {
        if (node.feature() != Trees.LEAF
                && (node.feature() < 0 || node.feature() >= featureCount)) {
            throw new MalformedModelException("a tree asks for feature " + node.feature());
        }
        if (trees.computeIfAbsent(tree, t -> new HashMap<>()).put(number, node) != null) {
            throw new MalformedModelException("two nodes with one number");
        }
    }

    /** The trees 0 to {@code count - 1}; the root of each is the node that is nobody's child. */
    Trees build(int count, boolean rootIsOne) throws MalformedModelException {
        if (trees.size() != count) {
            throw new MalformedModelException(
                    "trees for " + count + " are wanted, found " + trees.size());
        }
        Layout layout = new Layout();
        int[] roots = new int[count];
        for (int tree = 0; tree < count; tree++) {
            Map<Integer, Node> nodes = trees.get(tree);
            if (nodes == null) {
                throw new MalformedModelException("tree " + tree + " is missing");
            }
            roots[tree] = layout.add(nodes, rootIsOne ? 1 : 0);
        }
        return layout.trees(roots);
    }

    /** Nodes get new numbers, parents before children. */
    private static final class Layout {
        private final List<Node> nodes = new ArrayList<>();
        private int[] left = new int[64];
        private int[] right = new int[64];
        private int[] leafNumbers = new int[64];
        private int leaves;

        int add(Map<Integer, Node> tree, int root) throws MalformedModelException {
            leaves = 0;
            return add(tree, root, 0);
        }

        private int add(Map<Integer, Node> tree, int number, int depth)
                throws MalformedModelException {
            Node node = tree.remove(number); // so that no node is two nodes' child
            if (node == null || depth > DEEPEST) {
                throw new MalformedModelException("a tree whose node " + number + " is missing");
            }
            int place = nodes.size();
            nodes.add(node);
            if (place == left.length) {
                left = Arrays.copyOf(left, place * 2);
                right = Arrays.copyOf(right, place * 2);
                leafNumbers = Arrays.copyOf(leafNumbers, place * 2);
            }
            if (node.feature() == Trees.LEAF) {
                leafNumbers[place] = leaves++;
            } else {
                int leftPlace = add(tree, node.left(), depth + 1);
                left[place] = leftPlace;
                int rightPlace = add(tree, node.right(), depth + 1);
                right[place] = rightPlace;
            }
            return place;
        }

        Trees trees(int[] roots) {
            int count = nodes.size();
            return new Trees(
                    roots,
                    nodes.stream().mapToInt(Node::feature).toArray(),
                    nodes.stream().mapToDouble(Node::threshold).toArray(),
                    Arrays.copyOf(left, count),
                    Arrays.copyOf(right, count),
                    nodes.stream().map(Node::categories).toArray(CategorySplit[]::new),
                    nodes.stream().mapToDouble(Node::prediction).toArray(),
                    nodes.stream().map(Node::statistics).toArray(double[][]::new),
                    Arrays.copyOf(leafNumbers, count));
        }
    }
}
