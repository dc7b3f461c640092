package io.bulkhead.plugin.mllib.feature;

import io.bulkhead.plugin.mllib.row.VectorBuffer;
import java.util.Map;
import java.util.TreeMap;

/** Adds numbers up by their buckets, for a sparse vector with ascending indices. */
public final class BucketCounts {
    private final Map<Integer, Double> sums = new TreeMap<>();

    public void add(int bucket, double value) {
        sums.merge(bucket, value, Double::sum);
    }

    public void writeTo(VectorBuffer vector, int size) {
        vector.sparse(size);
        sums.forEach(vector::append);
    }
}
