package io.bulkhead.plugin.xgboost.format;

import io.bulkhead.plugin.trees.Categories;
import io.bulkhead.plugin.trees.MalformedModelException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads {@code gradient_booster}. Good for one model. */
final class BoosterReader {
    private static final float[] NO_FLOATS = {};

    private final DocumentReader reader;
    private final List<TreeNodes> trees = new ArrayList<>();
    private String name = "";
    private int[] outputs = {};
    private int[] iterationStarts = {};
    private float[] dartWeights = NO_FLOATS;
    private float[] linearWeights = NO_FLOATS;
    private int parallelTrees = 1;
    private Map<Integer, Categories> categories = Map.of();

    BoosterReader(DocumentReader reader) {
        this.reader = reader;
    }

    void read() throws IOException {
        reader.readObject(this::field);
    }

    private void field(String field) throws IOException {
        switch (field) {
            case "name" -> name = reader.readText();
            case "model" -> reader.readObject(this::modelField);
            case "gbtree" -> reader.readObject(this::innerTreeField);
            case "weight_drop" -> dartWeights = reader.readFloats();
            default -> reader.skip();
        }
    }

    /** DART wraps a whole gbtree, whose own name says nothing. */
    private void innerTreeField(String field) throws IOException {
        if (field.equals("model")) {
            reader.readObject(this::modelField);
        } else {
            reader.skip();
        }
    }

    private void modelField(String field) throws IOException {
        switch (field) {
            case "trees" -> reader.readArray(() -> trees.add(new TreeReader(reader).read()));
            case "tree_info" -> outputs = reader.readInts();
            case "iteration_indptr" -> iterationStarts = reader.readInts();
            case "gbtree_model_param" -> reader.readObject(this::treeParameter);
            case "cats" -> categories = new CategoryNamesReader(reader).read();
            case "weights" -> linearWeights = reader.readFloats();
            default -> reader.skip();
        }
    }

    private void treeParameter(String parameter) throws IOException {
        if (parameter.equals("num_parallel_tree")) {
            parallelTrees = reader.readIntText(parameter);
        } else {
            reader.skip();
        }
    }

    /** By the numbers of features whose categories have names. */
    Map<Integer, Categories> categories() {
        return categories;
    }

    Booster booster(int outputCount) throws MalformedModelException {
        return switch (name) {
            case "gbtree" -> trees(outputCount);
            case "dart" -> trees(outputCount).withWeights(dartWeights);
            case "gblinear" -> new LinearBooster(linearWeights);
            case "" -> throw new MalformedModelException("gradient_booster without a name");
            default ->
                    throw new MalformedModelException(
                            "booster '"
                                    + DocumentReader.abbreviated(name)
                                    + "' is not supported; gbtree, dart and gblinear are");
        };
    }

    private TreeBooster trees(int outputCount) throws MalformedModelException {
        int[] starts =
                iterationStarts.length > 0
                        ? iterationStarts
                        : evenIterations(trees.size(), outputCount, parallelTrees);
        return TreeBooster.gbtree(trees, outputs, starts);
    }

    /** For files of versions before 2.0, which do not say where an iteration starts. */
    static int[] evenIterations(int treeCount, int outputCount, int parallelTrees)
            throws MalformedModelException {
        long perIteration = (long) outputCount * Math.max(1, parallelTrees);
        if (treeCount % perIteration != 0) {
            throw new MalformedModelException(
                    treeCount + " trees, but " + perIteration + " in each iteration");
        }
        int[] starts = new int[(int) (treeCount / perIteration) + 1];
        for (int i = 1; i < starts.length; i++) {
            starts[i] = (int) (i * perIteration);
        }
        return starts;
    }
}
