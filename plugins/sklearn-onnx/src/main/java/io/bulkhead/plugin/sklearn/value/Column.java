package io.bulkhead.plugin.sklearn.value;

/** One column of values: all text or all numbers. */
public interface Column {
    /** Whether it holds text. */
    boolean isText();

    /** The text in a row; of a number, the way Python prints it is not attempted. */
    String textAt(int row);

    /** The number that an index has for the text in a row; -1 if it has none. */
    default int indexIn(TextIndex index, int row) {
        return index.indexOf(textAt(row));
    }

    /** The number in a row; only of columns that hold no text. */
    double numberAt(int row);

    /** Whether the value in a row is missing. */
    boolean isMissing(int row);
}
