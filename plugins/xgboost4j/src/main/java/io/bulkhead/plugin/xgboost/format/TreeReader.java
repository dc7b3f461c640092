package io.bulkhead.plugin.xgboost.format;

import java.io.IOException;

/** Reads one element of {@code trees}. Good for one tree. */
final class TreeReader {
    private static final int[] NO_INTS = {};
    private static final float[] NO_FLOATS = {};

    private final DocumentReader reader;
    private int[] left = NO_INTS;
    private int[] right = NO_INTS;
    private int[] features = NO_INTS;
    private int[] defaultLeft = NO_INTS;
    private float[] thresholds = NO_FLOATS;
    private float[] nodeWeights = NO_FLOATS;
    private float[] leafWeights = NO_FLOATS;
    private float[] covers = NO_FLOATS;
    private float[] gains = NO_FLOATS;
    private int[] categories = NO_INTS;
    private int[] categoryNodes = NO_INTS;
    private int[] categoryStarts = NO_INTS;
    private int[] categorySizes = NO_INTS;
    private int leafSize = 1;

    TreeReader(DocumentReader reader) {
        this.reader = reader;
    }

    TreeNodes read() throws IOException {
        reader.readObject(this::field);
        boolean[] missingGoesLeft = new boolean[defaultLeft.length];
        for (int i = 0; i < missingGoesLeft.length; i++) {
            missingGoesLeft[i] = defaultLeft[i] != 0;
        }
        CategorySets sets =
                CategorySets.of(categoryNodes, categoryStarts, categorySizes, categories);
        return new TreeNodes(
                left,
                right,
                features,
                thresholds,
                missingGoesLeft,
                sets,
                leaves(),
                new NodeStatistics(gains, covers));
    }

    private LeafValues leaves() {
        if (leafSize <= 1) {
            return LeafValues.scalar(thresholds);
        }
        return leafWeights.length > 0
                ? LeafValues.vectorOfLeaf(leafWeights, leafSize, right)
                : LeafValues.vectorOfNode(nodeWeights, leafSize);
    }

    private void field(String name) throws IOException {
        switch (name) {
            case "left_children" -> left = reader.readInts();
            case "right_children" -> right = reader.readInts();
            case "split_indices" -> features = reader.readInts();
            case "split_conditions" -> thresholds = reader.readFloats();
            case "default_left" -> defaultLeft = reader.readInts();
            case "base_weights" -> nodeWeights = reader.readFloats();
            case "leaf_weights" -> leafWeights = reader.readFloats();
            case "loss_changes" -> gains = reader.readFloats();
            case "sum_hessian" -> covers = reader.readFloats();
            case "categories" -> categories = reader.readInts();
            case "categories_nodes" -> categoryNodes = reader.readInts();
            case "categories_segments" -> categoryStarts = reader.readInts();
            case "categories_sizes" -> categorySizes = reader.readInts();
            case "tree_param" -> reader.readObject(this::parameter);
            default -> reader.skip();
        }
    }

    private void parameter(String name) throws IOException {
        if (name.equals("size_leaf_vector")) {
            leafSize = reader.readIntText(name);
        } else {
            reader.skip();
        }
    }
}
