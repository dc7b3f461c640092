package io.bulkhead.plugin.xgboost.kernel;

import io.bulkhead.plugin.xgboost.format.MalformedModelException;
import io.bulkhead.plugin.xgboost.format.TreeBooster;
import io.bulkhead.plugin.xgboost.format.TreeNodes;
import io.bulkhead.plugin.xgboost.kernel.RowKeys.Slot;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Lays the trees of a booster out for {@link TreeKernel}. Good for one booster. */
final class TreeCompiler {
    private static final Comparator<Slot> NUMERIC_FIRST =
            Comparator.comparing(Slot::categorical)
                    .thenComparingInt(Slot::feature)
                    .thenComparing(Slot::missingLeft);

    /** 64 MiB: far beyond real models, and a small file cannot ask for more memory. */
    private static final int MAX_CATEGORY_WORDS = 1 << 24;

    private final TreeBooster booster;
    private final int treeCount;
    private final int featureCount;
    private final int outputCount;
    private final Map<Slot, Integer> slots = new TreeMap<>(NUMERIC_FIRST);
    private final IntList nodes = new IntList();
    private final IntList categoryWords = new IntList();
    private final IntList leafVectors = new IntList();
    private final int[] roots;
    private final int[] depths;
    private final int[] outputs;
    private final boolean[] categorical;
    private final IntList numbers = new IntList();
    private final IntList covers = new IntList();
    private boolean vectorLeaves;
    private boolean covered = true;

    TreeCompiler(TreeBooster booster, int treeCount, int featureCount, int outputCount) {
        this.booster = booster;
        this.treeCount = treeCount;
        this.featureCount = featureCount;
        this.outputCount = outputCount;
        this.roots = new int[treeCount];
        this.depths = new int[treeCount];
        this.outputs = new int[treeCount];
        this.categorical = new boolean[treeCount];
    }

    TreeKernel compile() throws MalformedModelException {
        for (int tree = 0; tree < treeCount; tree++) {
            collectSlots(booster.tree(tree));
        }
        int number = 0;
        for (Map.Entry<Slot, Integer> slot : slots.entrySet()) {
            slot.setValue(number++);
        }
        for (int tree = 0; tree < treeCount; tree++) {
            outputs[tree] = checkedOutput(tree);
            append(tree);
        }
        return new TreeKernel(
                new RowKeys(List.copyOf(slots.keySet()), featureCount),
                nodes.toArray(),
                new TreeKernel.Trees(roots, depths, outputs, categorical),
                categoryWords.toArray(),
                vectorLeaves ? leafVectors.toArray() : new int[0],
                new TreeKernel.Origins(numbers.toArray(), covers.toArray(), covered),
                outputCount);
    }

    private void collectSlots(TreeNodes tree) throws MalformedModelException {
        for (int node = 0; node < tree.size(); node++) {
            if (!tree.isLeaf(node)) {
                slots.put(slotOf(tree, node), 0);
            }
        }
        vectorLeaves |= tree.leafSize() > 1;
        covered &= tree.hasCovers();
        if (tree.leafSize() > 1 && tree.leafSize() != outputCount) {
            throw new MalformedModelException(
                    "leaves of " + tree.leafSize() + " values for " + outputCount + " outputs");
        }
    }

    private Slot slotOf(TreeNodes tree, int node) throws MalformedModelException {
        int feature = tree.feature(node);
        if (feature < 0 || feature >= featureCount) {
            throw new MalformedModelException(
                    "a split on feature " + feature + " of a model with " + featureCount);
        }
        return new Slot(tree.isCategorical(node), feature, tree.defaultLeft(node));
    }

    private int checkedOutput(int tree) throws MalformedModelException {
        int output = booster.outputOf(tree);
        if (output < 0 || output >= outputCount) {
            throw new MalformedModelException(
                    "tree " + tree + " adds to output " + output + " of " + outputCount);
        }
        return output;
    }

    /** Without recursion: a broken file may hold a chain as deep as it is long. */
    private void append(int number) throws MalformedModelException {
        TreeNodes tree = booster.tree(number);
        boolean[] seen = new boolean[tree.size()];
        IntList pending = new IntList();
        roots[number] = place(1);
        pending.add(0, roots[number], 0);
        while (!pending.isEmpty()) {
            int depth = pending.removeLast();
            int target = pending.removeLast();
            int source = pending.removeLast();
            if (source < 0 || source >= tree.size() || seen[source]) {
                throw new MalformedModelException(
                        "tree "
                                + number
                                + " is no tree: node "
                                + source
                                + " is missing or reached twice");
            }
            seen[source] = true;
            numbers.set(target / TreeKernel.NODE_INTS, source);
            covers.set(target / TreeKernel.NODE_INTS, Float.floatToRawIntBits(tree.cover(source)));
            depths[number] = Math.max(depths[number], depth);
            if (tree.isLeaf(source)) {
                putLeaf(number, source, target);
            } else {
                int children = place(2);
                putSplit(number, source, target, children);
                pending.add(tree.right(source), children, depth + 1);
                pending.add(tree.left(source), children + TreeKernel.NODE_INTS, depth + 1);
            }
        }
    }

    private int place(int count) {
        numbers.addZeros(count);
        covers.addZeros(count);
        return nodes.addZeros(count * TreeKernel.NODE_INTS);
    }

    private void putLeaf(int number, int source, int target) throws MalformedModelException {
        TreeNodes tree = booster.tree(number);
        float weight = booster.weightOf(number);
        int value;
        if (vectorLeaves) {
            value = leafVectors.size();
            for (int output = 0; output < outputCount; output++) {
                leafVectors.add(
                        Float.floatToRawIntBits(
                                vectorValue(tree, number, source, output) * weight));
            }
        } else {
            value = Float.floatToRawIntBits(tree.leafValue(source, 0) * weight);
        }
        // No key is below the lowest: a leaf leads to itself, whatever it compares.
        nodes.set(target, RowKeys.MISSING_LEFT, 0, target, value);
    }

    private float vectorValue(TreeNodes tree, int number, int source, int output)
            throws MalformedModelException {
        if (tree.leafSize() > 1) {
            return tree.leafValue(source, output);
        }
        return output == outputs[number] ? tree.leafValue(source, 0) : 0;
    }

    private void putSplit(int number, int source, int target, int children)
            throws MalformedModelException {
        TreeNodes tree = booster.tree(number);
        int slot = slots.getOrDefault(slotOf(tree, source), 0);
        if (!tree.isCategorical(source)) {
            nodes.set(target, thresholdKey(tree.threshold(source)), slot, children, 0);
            return;
        }
        categorical[number] = true;
        int set = categoryWords.size();
        appendCategories(tree.categories(source));
        nodes.set(target, set, ~slot, children, 0);
    }

    private static int thresholdKey(float threshold) {
        // Nothing is below NaN, but a missing value still goes where it should.
        return Float.isNaN(threshold) ? RowKeys.MISSING_LEFT + 1 : RowKeys.keyOf(threshold);
    }

    /** The number of words, then a bit for each category. */
    private void appendCategories(int[] categories) throws MalformedModelException {
        int words = 0;
        for (int category : categories) {
            words = Math.max(words, (category >> 5) + 1);
        }
        if (categoryWords.size() + words >= MAX_CATEGORY_WORDS) {
            throw new MalformedModelException("the sets of categories are too large");
        }
        int first = categoryWords.addZeros(words + 1) + 1;
        categoryWords.set(first - 1, words);
        for (int category : categories) {
            int word = first + (category >> 5);
            categoryWords.set(word, categoryWords.get(word) | 1 << category);
        }
    }
}
