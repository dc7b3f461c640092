package io.bulkhead.plugin.catboost.format;

import io.bulkhead.plugin.catboost.embedding.EmbeddingCalcer;
import io.bulkhead.plugin.catboost.embedding.EmbeddingEstimates;
import io.bulkhead.plugin.catboost.embedding.EmbeddingEstimates.Step;
import io.bulkhead.plugin.trees.MalformedModelException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a file says of its embeddings.
 *
 * @param calcers in the order of the header
 * @param calcersOfEmbeddings for each embedding the numbers of its calcers
 */
record EmbeddingPart(List<Calcer> calcers, List<int[]> calcersOfEmbeddings) {
    /**
     * What makes numbers of an embedding.
     *
     * @param active which of the calcer's numbers there are
     */
    @SuppressWarnings("ArrayRecordComponent") // never written to once it is built
    record Calcer(String id, EmbeddingCalcer calcer, int[] active) {}

    static EmbeddingPart none() {
        return new EmbeddingPart(List.of(), List.of());
    }

    /** How the features that trees ask about are computed. */
    EmbeddingEstimates estimates(WantedEstimates wanted) throws MalformedModelException {
        List<Step> steps = new ArrayList<>();
        for (int embedding = 0; embedding < calcersOfEmbeddings.size(); embedding++) {
            for (int number : calcersOfEmbeddings.get(embedding)) {
                if (number < 0 || number >= calcers.size()) {
                    throw new MalformedModelException(
                            "part " + number + " of " + calcers.size() + " that read embeddings");
                }
                Calcer calcer = calcers.get(number);
                int which = embedding;
                wanted.take(calcer.id(), calcer.active())
                        .map(to -> new Step(which, calcer.calcer(), to.values(), to.targets()))
                        .ifPresent(steps::add);
            }
        }
        wanted.requireDone("embeddings");
        requireOneDimension(steps);
        return new EmbeddingEstimates(steps);
    }

    private static void requireOneDimension(List<Step> steps) throws MalformedModelException {
        EmbeddingEstimates all = new EmbeddingEstimates(steps);
        for (Step step : steps) {
            if (all.dimension(step.embedding()) != step.calcer().dimension()) {
                throw new MalformedModelException("one embedding has two dimensions");
            }
        }
    }
}
