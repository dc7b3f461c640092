package io.bulkhead.plugin.catboost.embedding;

import java.util.List;

/**
 * The numbers that a model makes of its embeddings. They follow the numeric features of a row.
 *
 * @param steps with the numbers that each gives
 */
public record EmbeddingEstimates(List<Step> steps) {
    /** Copies the list. */
    public EmbeddingEstimates {
        steps = List.copyOf(steps);
    }

    /**
     * What a calcer makes of one embedding: {@code values} that go to {@code targets}.
     *
     * @param embedding which one of the model's embeddings
     */
    @SuppressWarnings("ArrayRecordComponent") // never written to once it is built
    public record Step(int embedding, EmbeddingCalcer calcer, int[] values, int[] targets) {}

    /** Models without embeddings. */
    public static EmbeddingEstimates none() {
        return new EmbeddingEstimates(List.of());
    }

    /** How many numbers an embedding has; 0 if nothing is made of it. */
    public int dimension(int embedding) {
        return steps.stream()
                .filter(step -> step.embedding() == embedding)
                .mapToInt(step -> step.calcer().dimension())
                .findFirst()
                .orElse(0);
    }

    /**
     * Computes all that are made of one embedding.
     *
     * @param embedding which one of the model's embeddings
     * @param rows embeddings one after the other
     * @param floats where the numbers go to
     * @param stride from the numbers of one row to those of the next
     */
    public void fill(int embedding, float[] rows, float[] floats, int stride) {
        for (Step step : steps) {
            if (step.embedding() == embedding) {
                fill(step, rows, floats, stride);
            }
        }
    }

    private static void fill(Step step, float[] rows, float[] floats, int stride) {
        int dimension = step.calcer().dimension();
        EmbeddingCalcer.Computation computation = step.calcer().computation();
        float[] row = new float[dimension];
        float[] numbers = new float[step.calcer().width()];
        for (int first = 0, target = 0; first < rows.length; first += dimension) {
            System.arraycopy(rows, first, row, 0, dimension);
            computation.compute(row, numbers);
            for (int i = 0; i < step.values().length; i++) {
                floats[target + step.targets()[i]] = numbers[step.values()[i]];
            }
            target += stride;
        }
    }
}
