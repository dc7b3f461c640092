package io.bulkhead.plugin.sklearn.value;

import io.bulkhead.api.tensor.BytesData;

/** A column of text: every {@code stride}-th element from {@code first} on. */
record TextColumn(BytesData data, int first, int stride) implements Column {
    @Override
    public boolean isText() {
        return true;
    }

    @Override
    public String textAt(int row) {
        return data.stringAt(first + row * stride);
    }

    @Override
    public int indexIn(TextIndex index, int row) {
        return index.indexOf(data, first + row * stride);
    }

    @Override
    public double numberAt(int row) {
        throw new IllegalStateException("a column of text has no numbers");
    }

    @Override
    public boolean isMissing(int row) {
        return data.isNull(first + row * stride);
    }
}
