package io.bulkhead.plugin.sklearn.compose;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.value.Matrix;
import java.util.ArrayList;
import java.util.List;

/** Matrices of equally many rows, put side by side. */
final class Blocks {
    private record Block(Matrix matrix, double weight) {}

    private final List<Block> blocks = new ArrayList<>();

    void add(Matrix matrix, double weight) {
        blocks.add(new Block(matrix, weight));
    }

    /** The weight that an estimator gives to one of its transformers. */
    static double weight(Attributes attributes, String name) {
        return attributes
                .findDict("transformer_weights")
                .flatMap(weights -> weights.get(name))
                .filter(Number.class::isInstance)
                .map(weight -> ((Number) weight).doubleValue())
                .orElse(1.0);
    }

    Matrix join(int rows) {
        int width = blocks.stream().mapToInt(block -> block.matrix().columns()).sum();
        boolean single =
                !blocks.isEmpty() && blocks.stream().allMatch(block -> block.matrix().single());
        double[] joined = new double[rows * width];
        int offset = 0;
        for (Block block : blocks) {
            copy(block, joined, offset, width);
            offset += block.matrix().columns();
        }
        return new Matrix(rows, width, joined, single);
    }

    private static void copy(Block block, double[] joined, int offset, int width) {
        Matrix matrix = block.matrix();
        for (int row = 0; row < matrix.rows(); row++) {
            for (int column = 0; column < matrix.columns(); column++) {
                joined[row * width + offset + column] =
                        block.weight() * matrix.values()[row * matrix.columns() + column];
            }
        }
    }
}
