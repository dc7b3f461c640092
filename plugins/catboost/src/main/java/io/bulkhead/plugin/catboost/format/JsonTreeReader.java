package io.bulkhead.plugin.catboost.format;

import io.bulkhead.plugin.trees.DoubleBuilder;
import io.bulkhead.plugin.trees.IntBuilder;
import io.bulkhead.plugin.trees.JsonDocument;
import io.bulkhead.plugin.trees.MalformedModelException;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the trees of the JSON format. Good for one model. */
final class JsonTreeReader {
    private final JsonDocument reader;
    private final IntBuilder sizes = new IntBuilder();
    private final IntBuilder splits = new IntBuilder();
    private final IntBuilder left = new IntBuilder();
    private final IntBuilder right = new IntBuilder();
    private final DoubleBuilder leaves = new DoubleBuilder();
    private final DoubleBuilder weights = new DoubleBuilder();
    private boolean symmetric = true;
    private int valuesPerLeaf;

    JsonTreeReader(JsonDocument reader) {
        this.reader = reader;
    }

    /** How many values a leaf has, if there is one to tell. */
    int dimension(int biases) {
        return Math.max(1, valuesPerLeaf == 0 ? biases : valuesPerLeaf);
    }

    Trees trees(int dimension) throws MalformedModelException {
        if (symmetric) {
            return SymmetricTrees.of(
                    sizes.toArray(),
                    splits.toArray(),
                    leaves.toArray(),
                    weights.toArray(),
                    dimension);
        }
        double[] values = leaves.toArray();
        double[] weighed = weights.toArray();
        int[] own = new int[splits.size()];
        Arrays.fill(own, NodeTrees.NO_LEAF);
        return new NodeTrees(
                sizes.toArray(),
                splits.toArray(),
                left.toArray(),
                right.toArray(),
                own,
                values,
                weighed.length == values.length / dimension ? weighed : new double[0]);
    }

    void readSymmetric() throws IOException {
        reader.readArray(
                () -> {
                    int before = splits.size();
                    int valuesBefore = leaves.size();
                    reader.readObject(this::symmetricField);
                    int depth = splits.size() - before;
                    sizes.add(depth);
                    valuesPerLeaf = depth < 32 ? (leaves.size() - valuesBefore) >> depth : 0;
                });
    }

    private void symmetricField(String name) throws IOException {
        switch (name) {
            case "leaf_values" -> reader.readArray(() -> leaves.add(reader.readDouble()));
            case "leaf_weights" -> reader.readArray(() -> weights.add(reader.readDouble()));
            case "splits" -> readSplits();
            default -> reader.skip();
        }
    }

    /** {@code null} for a tree that is one leaf. */
    private void readSplits() throws IOException {
        if (reader.atArray()) {
            reader.readArray(() -> splits.add(readSplit()));
        } else {
            reader.skip();
        }
    }

    private int readSplit() throws IOException {
        int[] index = {-1};
        reader.readObject(
                name -> {
                    if (name.equals("split_index")) {
                        index[0] = reader.readInt();
                    } else {
                        reader.skip();
                    }
                });
        return index[0];
    }

    void readNodes() throws IOException {
        symmetric = false;
        reader.readArray(() -> sizes.add(new Node().read()));
    }

    /** One node or leaf; which of both, its fields tell. */
    private final class Node {
        private @Nullable Integer no;
        private @Nullable Integer yes;
        private int split = -1;
        private int leaf = -1;

        /** The node's number, or {@code ~offset} of a leaf. */
        int read() throws IOException {
            reader.readObject(this::field);
            if (leaf >= 0) {
                return ~leaf;
            }
            if (no == null || yes == null || split < 0) {
                throw reader.malformed("a node without a value, or a split with two sides");
            }
            splits.add(split);
            left.add(no);
            right.add(yes);
            return splits.size() - 1;
        }

        private void field(String name) throws IOException {
            switch (name) {
                case "left" -> no = new Node().read();
                case "right" -> yes = new Node().read();
                case "split" -> split = readSplit();
                case "value" -> leaf = readLeaf();
                case "weight" -> weights.add(reader.readDouble());
                default -> reader.skip();
            }
        }
    }

    private int readLeaf() throws IOException {
        int offset = leaves.size();
        if (reader.atArray()) {
            reader.readArray(() -> leaves.add(reader.readDouble()));
        } else {
            leaves.add(reader.readDouble());
        }
        int count = leaves.size() - offset;
        if (count == 0 || (valuesPerLeaf != 0 && valuesPerLeaf != count)) {
            throw reader.malformed("a leaf with " + count + " values");
        }
        valuesPerLeaf = count;
        return offset;
    }
}
