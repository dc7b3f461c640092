package io.bulkhead.plugin.catboost.kernel;

import io.bulkhead.plugin.catboost.format.NodeTrees;
import io.bulkhead.plugin.trees.MalformedModelException;
import io.bulkhead.plugin.trees.SourceTree;
import io.bulkhead.plugin.trees.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A tree with a question of its own in each node, as the kernel lays it out. Its nodes are numbered
 * in the order in which they are found from the root; a leaf is where its values lie.
 */
final class NodeTree implements SourceTree {
    private final NodeTrees trees;
    private final SlotLayout layout;
    private final int dimension;
    private final int[] references;
    private final int[] left;
    private final int firstValue;

    private NodeTree(
            NodeTrees trees, SlotLayout layout, int dimension, int[] references, int[] left) {
        this.trees = trees;
        this.layout = layout;
        this.dimension = dimension;
        this.references = references;
        this.left = left;
        this.firstValue =
                Arrays.stream(references)
                        .filter(node -> node < 0)
                        .map(node -> ~node)
                        .min()
                        .orElse(0);
    }

    /** All trees of a model. */
    static List<NodeTree> allOf(NodeTrees trees, SlotLayout layout, int dimension)
            throws MalformedModelException {
        boolean[] seen = new boolean[trees.splits().length];
        List<NodeTree> all = new ArrayList<>(trees.count());
        for (int root : trees.roots()) {
            all.add(numbered(trees, layout, dimension, root, seen));
        }
        return all;
    }

    private static NodeTree numbered(
            NodeTrees trees, SlotLayout layout, int dimension, int root, boolean[] seen)
            throws MalformedModelException {
        List<Integer> references = new ArrayList<>(List.of(root));
        List<Integer> left = new ArrayList<>();
        for (int next = 0; next < references.size(); next++) {
            int node = references.get(next);
            left.add(references.size());
            if (node < 0) {
                continue;
            }
            if (seen[node]) {
                throw new MalformedModelException("trees whose branches meet");
            }
            seen[node] = true;
            references.add(trees.left()[node]);
            references.add(trees.right()[node]);
        }
        return new NodeTree(trees, layout, dimension, toArray(references), toArray(left));
    }

    private static int[] toArray(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Where the values of a leaf lie. */
    int offset(int leaf) {
        return ~references[leaf];
    }

    @Override
    public int nodeCount() {
        return references.length;
    }

    @Override
    public int root() {
        return 0;
    }

    @Override
    public boolean isLeaf(int node) {
        return references[node] < 0;
    }

    @Override
    public int left(int split) {
        return left[split];
    }

    @Override
    public int right(int split) {
        return left[split] + 1;
    }

    @Override
    public Split split(int node) throws MalformedModelException {
        int split = trees.splits()[references[node]];
        return Split.above(layout.slotOf(split) + 1, layout.borderOf(split));
    }

    /** The values of a tree lie together; where they begin, its leftmost leaf need not say. */
    @Override
    public int leafNumber(int leaf) {
        return (offset(leaf) - firstValue) / dimension;
    }

    /** Explanations weigh the trees' own nodes, which those of symmetric trees are made like. */
    @Override
    public double weight(int node) {
        return 0;
    }
}
