package io.bulkhead.plugin.mllib.classification;

import io.bulkhead.plugin.mllib.format.LinearAlgebra;
import io.bulkhead.plugin.mllib.format.LinearAlgebra.Matrix;
import io.bulkhead.plugin.mllib.format.MalformedModelException;
import io.bulkhead.plugin.mllib.format.Params;
import io.bulkhead.plugin.mllib.format.SavedStage;
import io.bulkhead.plugin.mllib.parquet.Group;
import io.bulkhead.plugin.mllib.row.Cell;
import io.bulkhead.plugin.mllib.row.VectorBuffer;
import java.io.IOException;

/** LogisticRegressionModel, of two classes or of several. */
public final class LogisticRegression {
    private LogisticRegression() {}

    public static ClassScores read(SavedStage saved) throws IOException {
        Group row = saved.row();
        if (!row.has("coefficientMatrix")) { // as Spark before 2.1 wrote it
            return new Binary(
                    LinearAlgebra.vector(row, "coefficients"),
                    row.number("intercept"),
                    threshold(saved.params()));
        }
        Matrix coefficients = LinearAlgebra.matrix(row, "coefficientMatrix");
        double[] intercepts = LinearAlgebra.vector(row, "interceptVector");
        if (intercepts.length != coefficients.rows()) {
            throw new MalformedModelException("intercepts and coefficients do not fit");
        }
        if (row.flag("isMultinomial")) {
            return new Multinomial(coefficients, intercepts);
        }
        if (coefficients.rows() != 1) {
            throw new MalformedModelException("a binary model with several rows of coefficients");
        }
        return new Binary(coefficients.row(0), intercepts[0], threshold(saved.params()));
    }

    /** One threshold, or two that come to one. */
    private static double threshold(Params params) throws MalformedModelException {
        if (!params.has("thresholds")) {
            return params.number("threshold", 0.5);
        }
        double[] thresholds = params.numbers("thresholds");
        if (thresholds.length != 2) {
            throw new MalformedModelException("a binary model wants two thresholds");
        }
        return 1 / (1 + thresholds[0] / thresholds[1]);
    }

    static final class Binary implements ClassScores {
        private final double[] coefficients;
        private final double intercept;
        private final double rawThreshold;

        Binary(double[] coefficients, double intercept, double threshold) {
            this.coefficients = coefficients;
            this.intercept = intercept;
            this.rawThreshold = Math.log(threshold / (1 - threshold));
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
        public void toProbabilities(double[] raw) {
            Scores.sigmoids(raw);
        }

        @Override
        public int predict(double[] raw, double[] probabilities) {
            return raw[1] > rawThreshold ? 1 : 0;
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Multinomial(Matrix coefficients, double[] intercepts) implements ClassScores {
        @Override
        public int classCount() {
            return intercepts.length;
        }

        @Override
        public int featureCount() {
            return coefficients.columns();
        }

        @Override
        public void raw(VectorBuffer features, double[] raw, Cell scratch) {
            for (int i = 0; i < intercepts.length; i++) {
                raw[i] =
                        features.dot(coefficients.values(), i * coefficients.columns())
                                + intercepts[i];
            }
        }

        @Override
        public void toProbabilities(double[] raw) {
            Scores.softmax(raw, intercepts.length);
        }
    }
}
