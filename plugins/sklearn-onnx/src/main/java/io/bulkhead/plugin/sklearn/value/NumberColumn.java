package io.bulkhead.plugin.sklearn.value;

import java.util.function.IntToDoubleFunction;

/** A column of numbers. */
record NumberColumn(IntToDoubleFunction numbers) implements Column {
    @Override
    public boolean isText() {
        return false;
    }

    @Override
    public String textAt(int row) {
        return Double.toString(numberAt(row));
    }

    @Override
    public double numberAt(int row) {
        return numbers.applyAsDouble(row);
    }

    @Override
    public boolean isMissing(int row) {
        return Double.isNaN(numberAt(row));
    }
}
