package io.bulkhead.plugin.catboost.embedding;

/**
 * Linear discriminant analysis: projections. CatBoost trains with likelihoods of the classes too,
 * if told to, but gives them to no tree.
 *
 * @param matrix a line for each projection
 */
@SuppressWarnings("ArrayRecordComponent") // never written to once it is built
public record DiscriminantAnalysis(int dimension, int projections, float[] matrix)
        implements EmbeddingCalcer {
    /** Checks the sizes. */
    public DiscriminantAnalysis {
        if (matrix.length != (long) dimension * projections) {
            throw new IllegalArgumentException("a matrix of " + matrix.length + " numbers");
        }
    }

    @Override
    public int width() {
        return projections;
    }

    @Override
    public Computation computation() {
        return this::compute;
    }

    private void compute(float[] embedding, float[] numbers) {
        for (int projection = 0; projection < projections; projection++) {
            float sum = 0; // in single precision, as CatBoost has it
            for (int i = 0; i < dimension; i++) {
                sum += matrix[projection * dimension + i] * embedding[i];
            }
            numbers[projection] = sum;
        }
    }
}
