package io.bulkhead.plugin.sklearn.text;

import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.plugin.sklearn.value.SparseMatrix;
import java.util.Arrays;

/** Counts of terms, gathered text by text. Each request has its own. */
final class TermCounts {
    private final TermIndex index;
    private final int[] starts;
    private int texts;
    private int[] places = new int[64];
    private double[] counts = new double[64];
    private int size;

    /** The terms of the text at hand: twice the column, and one more if it counts down. */
    private long[] pending = new long[64];

    private int pendingSize;

    TermCounts(TermIndex index, int texts) {
        this.index = index;
        this.starts = new int[texts + 1];
    }

    void add(String term) {
        int column = index.find(term);
        if (column == TermIndex.UNKNOWN) {
            return;
        }
        if (pendingSize == pending.length) {
            pending = Arrays.copyOf(pending, pendingSize * 2);
        }
        pending[pendingSize++] = column >= 0 ? column * 2L : ~column * 2L + 1;
    }

    void endText() {
        Arrays.sort(pending, 0, pendingSize);
        for (int i = 0; i < pendingSize; i++) {
            int column = (int) (pending[i] >> 1);
            if (size == starts[texts] || places[size - 1] != column) {
                open(column);
            }
            counts[size - 1] += 1 - 2 * (pending[i] & 1);
        }
        pendingSize = 0;
        starts[++texts] = size;
    }

    private void open(int column) {
        if (size == places.length) {
            places = Arrays.copyOf(places, size * 2);
            counts = Arrays.copyOf(counts, size * 2);
        }
        places[size++] = column;
    }

    SparseMatrix toMatrix(boolean binary, Datatype datatype) {
        double[] values = Arrays.copyOf(counts, size);
        if (binary) {
            Arrays.fill(values, 1);
        }
        return new SparseMatrix(
                index.size(), starts, Arrays.copyOf(places, size), values, datatype);
    }
}
