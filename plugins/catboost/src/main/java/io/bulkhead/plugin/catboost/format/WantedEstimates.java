package io.bulkhead.plugin.catboost.format;

import io.bulkhead.plugin.trees.MalformedModelException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which numbers trees want of texts or of embeddings, by who makes them. Good for one model. */
final class WantedEstimates {
    private final List<EstimatedFeature> features;
    private final int first;
    private final Map<String, List<Integer>> left = new HashMap<>();

    /**
     * @param features all of them
     * @param first where the first of them lies among the numeric features of a row
     * @param ofEmbeddings which of the two kinds is wanted
     */
    WantedEstimates(List<EstimatedFeature> features, int first, boolean ofEmbeddings) {
        this.features = features;
        this.first = first;
        for (int i = 0; i < features.size(); i++) {
            EstimatedFeature feature = features.get(i);
            boolean asked = feature.borders().length > 0;
            if (asked && feature.ofEmbedding() == ofEmbeddings) {
                left.computeIfAbsent(feature.calcer(), id -> new ArrayList<>()).add(i);
            }
        }
    }

    /**
     * Which of a calcer's numbers go where.
     *
     * @param values the calcer's numbers
     * @param targets among the numeric features of a row
     */
    @SuppressWarnings("ArrayRecordComponent") // never written to once it is built
    record Assignment(int[] values, int[] targets) {}

    /**
     * What is wanted of a calcer, once.
     *
     * @param active which of the calcer's numbers there are
     */
    Optional<Assignment> take(String calcer, int[] active) throws MalformedModelException {
        List<Integer> places = left.remove(calcer);
        if (places == null) {
            return Optional.empty();
        }
        int[] values = new int[places.size()];
        int[] targets = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            int local = features.get(places.get(i)).local();
            if (local < 0 || local >= active.length) {
                throw new MalformedModelException(
                        "number " + local + " of " + active.length + " that are made");
            }
            values[i] = active[local];
            targets[i] = first + places.get(i);
        }
        return Optional.of(new Assignment(values, targets));
    }

    /** That nothing is wanted which nobody makes. */
    void requireDone(String sources) throws MalformedModelException {
        if (!left.isEmpty()) {
            throw new MalformedModelException(
                    "trees ask for numbers made of " + sources + ", and the file does not say how");
        }
    }
}
