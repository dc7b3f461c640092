package io.bulkhead.plugin.catboost.embedding;

/** Makes numbers of an embedding. Immutable. */
public sealed interface EmbeddingCalcer permits DiscriminantAnalysis, NearestNeighbours {
    /** How many numbers an embedding has. */
    int dimension();

    /** How many numbers are made of it at most. */
    int width();

    /** What computes the numbers of one embedding after the other. */
    Computation computation();

    /** For one thread: what a computation needs is made once, not for each row. */
    @FunctionalInterface
    interface Computation {
        /**
         * @param embedding of {@link #dimension} numbers
         * @param numbers where all {@link #width} go to
         */
        void compute(float[] embedding, float[] numbers);
    }
}
