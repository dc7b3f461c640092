package io.bulkhead.plugin.sklearn.ensemble;

import io.bulkhead.plugin.sklearn.value.Matrix;
import java.util.List;

/** Answers of several estimators side by side. */
final class Columns {
    private Columns() {}

    /** Blocks of as many rows each, one beside the other. */
    static Matrix join(List<double[]> blocks, int rows) {
        int width = blocks.stream().mapToInt(block -> block.length / rows).sum();
        double[] joined = new double[rows * width];
        int offset = 0;
        for (double[] block : blocks) {
            int columns = block.length / rows;
            for (int row = 0; row < rows; row++) {
                System.arraycopy(block, row * columns, joined, row * width + offset, columns);
            }
            offset += columns;
        }
        return new Matrix(rows, width, joined, false);
    }
}
