package io.bulkhead.plugin.mllib.clustering;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.mllib.format.MalformedModelException;
import io.bulkhead.plugin.mllib.row.VectorBuffer;

/** How far a row is from a centre; only comparisons matter. */
public enum Distance {
    /** The square of the straight way. */
    EUCLIDEAN {
        @Override
        double between(VectorBuffer row, double[] centre) {
            double sum = 0;
            for (int i = 0; i < centre.length; i++) {
                double difference = row.at(i) - centre[i];
                sum += difference * difference;
            }
            return sum;
        }
    },
    /** One less the cosine of the angle. */
    COSINE {
        @Override
        double between(VectorBuffer row, double[] centre) {
            double norms = norm(row.values(), row.count()) * norm(centre, centre.length);
            if (norms == 0) {
                throw ServingException.unprocessable(
                        "cosine distance is not defined for vectors of length 0");
            }
            return 1 - row.dot(centre) / norms;
        }
    };

    abstract double between(VectorBuffer row, double[] centre);

    /** By the name of Spark's parameter. */
    public static Distance named(String name) throws MalformedModelException {
        return switch (name) {
            case "euclidean" -> EUCLIDEAN;
            case "cosine" -> COSINE;
            default ->
                    throw new MalformedModelException("distance '" + name + "' is not supported");
        };
    }

    private static double norm(double[] values, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += values[i] * values[i];
        }
        return Math.sqrt(sum);
    }
}
