package io.bulkhead.plugin.trees;

/**
 * The rows of one call, as splits compare them. A value that is missing is an infinity, on the side
 * that it goes to; so a feature whose missing values go left here and right there has two columns.
 */
@FunctionalInterface
public interface RowValues {
    /** Stands for a category that no set has. */
    double NO_MEMBER = -1;

    /** Stands for a category that each set has. */
    double MEMBER = -2;

    /**
     * Fills in the values of some rows, row by row. Each row begins with 0, which leaves compare;
     * then come the {@linkplain LeafFinder#columnCount columns} that the splits ask for.
     */
    void fill(int firstRow, int rowCount, double[] values);
}
