package io.bulkhead.plugin.mllib.classification;

import io.bulkhead.plugin.mllib.format.LinearAlgebra;
import io.bulkhead.plugin.mllib.format.SavedStage;
import io.bulkhead.plugin.mllib.parquet.Group;
import io.bulkhead.plugin.mllib.row.Cell;
import io.bulkhead.plugin.mllib.row.VectorBuffer;
import java.io.IOException;

/** LinearSVCModel: a side of a plane, without probabilities. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record LinearSvc(double[] coefficients, double intercept, double threshold)
        implements ClassScores {
    public static ClassScores read(SavedStage saved) throws IOException {
        Group row = saved.row();
        return new LinearSvc(
                LinearAlgebra.vector(row, "coefficients"),
                row.number("intercept"),
                saved.params().number("threshold", 0));
    }

    @Override
    public int classCount() {
        return 2;
    }

    @Override
    public int featureCount() {
        return coefficients.length;
    }

    @Override
    public void raw(VectorBuffer features, double[] raw, Cell scratch) {
        double margin = features.dot(coefficients) + intercept;
        raw[0] = -margin;
        raw[1] = margin;
    }

    @Override
    public boolean hasProbabilities() {
        return false;
    }

    @Override
    public int predict(double[] raw, double[] probabilities) {
        return raw[1] > threshold ? 1 : 0;
    }
}
