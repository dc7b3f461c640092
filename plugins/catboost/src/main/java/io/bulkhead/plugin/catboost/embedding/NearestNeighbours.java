package io.bulkhead.plugin.catboost.embedding;

import java.util.Arrays;

/**
 * What the nearest embeddings of the training data had as target: how many each class, or the mean.
 *
 * @param wanted how many are looked at
 * @param targets classes, or numbers, as {@code classes} says
 * @param classes how many there are; 0 for numbers
 */
@SuppressWarnings("ArrayRecordComponent") // never written to once it is built
public record NearestNeighbours(
        NeighbourGraph graph, int dimension, int wanted, float[] targets, int classes)
        implements EmbeddingCalcer {
    @Override
    public int width() {
        return Math.max(1, classes);
    }

    @Override
    public Computation computation() {
        NeighbourGraph.Search search = graph.search(wanted);
        return (embedding, numbers) -> {
            int found = search.find(embedding);
            Arrays.fill(numbers, 0, width(), 0);
            if (classes > 0) {
                countClasses(search, found, numbers);
            } else if (found > 0) {
                numbers[0] = mean(search, found);
            }
        };
    }

    private void countClasses(NeighbourGraph.Search search, int found, float[] numbers) {
        for (int i = 0; i < found; i++) {
            numbers[(int) targets[search.point(i)]]++;
        }
    }

    private float mean(NeighbourGraph.Search search, int found) {
        float sum = 0; // in single precision, from the nearest on, as CatBoost has it
        for (int i = 0; i < found; i++) {
            sum += targets[search.point(i)];
        }
        return sum / found;
    }
}
