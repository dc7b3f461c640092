package io.bulkhead.plugin.mllib.classification;

import io.bulkhead.plugin.mllib.format.LinearAlgebra;
import io.bulkhead.plugin.mllib.format.LinearAlgebra.Matrix;
import io.bulkhead.plugin.mllib.format.MalformedModelException;
import io.bulkhead.plugin.mllib.format.SavedStage;
import io.bulkhead.plugin.mllib.parquet.Group;
import io.bulkhead.plugin.mllib.row.Cell;
import io.bulkhead.plugin.mllib.row.VectorBuffer;
import java.io.IOException;

/** FMClassificationModel and FMRegressionModel: a linear part, and products of all pairs. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record FactorizationMachine(double intercept, double[] linear, Matrix factors)
        implements ClassScores {
    public static FactorizationMachine read(SavedStage saved) throws IOException {
        Group row = saved.row();
        double[] linear = LinearAlgebra.vector(row, "linear");
        Matrix factors = LinearAlgebra.matrix(row, "factors");
        if (factors.rows() != linear.length) {
            throw new MalformedModelException("its linear part and its factors do not fit");
        }
        return new FactorizationMachine(row.number("intercept"), linear, factors);
    }

    /** The sum of all parts. */
    public double margin(VectorBuffer features) {
        double pairs = 0;
        for (int f = 0; f < factors.columns(); f++) {
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < features.count(); i++) {
                double product = factors.at(features.index(i), f) * features.value(i);
                sum += product;
                squares += product * product;
            }
            pairs += sum * sum - squares;
        }
        return intercept + features.dot(linear) + 0.5 * pairs;
    }

    @Override
    public int classCount() {
        return 2;
    }

    @Override
    public int featureCount() {
        return linear.length;
    }

    @Override
    public void raw(VectorBuffer features, double[] raw, Cell scratch) {
        double margin = margin(features);
        raw[0] = -margin;
        raw[1] = margin;
    }

    @Override
    public void toProbabilities(double[] raw) {
        Scores.sigmoids(raw);
    }
}
