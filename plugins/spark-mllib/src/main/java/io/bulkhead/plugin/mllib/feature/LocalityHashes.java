package io.bulkhead.plugin.mllib.feature;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.mllib.format.LinearAlgebra;
import io.bulkhead.plugin.mllib.format.LinearAlgebra.Matrix;
import io.bulkhead.plugin.mllib.format.MalformedModelException;
import io.bulkhead.plugin.mllib.format.SavedStage;
import io.bulkhead.plugin.mllib.pipeline.Column;
import io.bulkhead.plugin.mllib.pipeline.PipelineBuilder;
import io.bulkhead.plugin.mllib.pipeline.Transform;
import io.bulkhead.plugin.mllib.row.VectorBuffer;
import java.io.IOException;

/** Locality-sensitive hashes; one number for each table, where Spark has a vector of one value. */
public final class LocalityHashes {
    private static final int PRIME = 2038074743;

    private LocalityHashes() {}

    /** MinHashLSHModel. */
    public static void readMinHash(SavedStage saved, PipelineBuilder pipeline) throws IOException {
        int[] coefficients = saved.row().wholes("randCoefficients");
        int tables = coefficients.length / 2;
        boolean overflows = saved.isBefore24(); // it computed in 32 bits
        Transform.addVectors(
                saved,
                pipeline,
                Column.ANY_SIZE,
                tables,
                (from, to) -> {
                    double[] hashes = to.dense(tables);
                    for (int table = 0; table < tables; table++) {
                        hashes[table] =
                                smallest(
                                        from,
                                        coefficients[2 * table],
                                        coefficients[2 * table + 1],
                                        overflows);
                    }
                });
    }

    private static double smallest(VectorBuffer row, int a, int b, boolean overflows) {
        long smallest = Long.MAX_VALUE;
        for (int i = 0; i < row.count(); i++) {
            if (row.value(i) != 0) {
                long hash = (1L + row.index(i)) * a + b;
                smallest = Math.min(smallest, (overflows ? (int) hash : hash) % PRIME);
            }
        }
        if (smallest == Long.MAX_VALUE) {
            throw ServingException.unprocessable(
                    "MinHash wants a value other than 0 in each vector");
        }
        return smallest;
    }

    /** BucketedRandomProjectionLSHModel. */
    public static void readProjection(SavedStage saved, PipelineBuilder pipeline)
            throws IOException {
        Matrix directions = LinearAlgebra.matrix(saved.row(), "randUnitVectors");
        double length = saved.params().number("bucketLength", 0);
        if (!(length > 0)) {
            throw new MalformedModelException("buckets of length " + length);
        }
        int size = directions.columns();
        Transform.addVectors(
                saved,
                pipeline,
                size,
                directions.rows(),
                (from, to) -> {
                    double[] hashes = to.dense(directions.rows());
                    for (int table = 0; table < directions.rows(); table++) {
                        double along = from.dot(directions.values(), table * size);
                        hashes[table] = Math.floor(along / length);
                    }
                });
    }
}
