package io.bulkhead.plugin.huggingface.generation;

import io.bulkhead.api.inference.RequestContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Follows several sequences at once, as transformers' {@code BeamSearchScorer} does: the score of a
 * complete one is the sum of its tokens' log probabilities by a power of their number. For one
 * call, used by one thread.
 */
final class BeamSearch {
    private static final Comparator<Hypothesis> BEST_FIRST =
            Comparator.comparingDouble(Hypothesis::score).reversed();

    private final LanguageModel model;
    private final long[] input;
    private final GenerationSettings settings;
    private final int start;
    private final int longest;
    private final List<Hypothesis> complete = new ArrayList<>();
    private double bestScore;

    /** A sequence that is followed. */
    @SuppressWarnings("ArrayRecordComponent") // never written to once it is built
    private record Beam(long[] tokens, double score) {}

    /** A sequence that has ended. */
    @SuppressWarnings("ArrayRecordComponent") // never written to once it is built
    private record Hypothesis(long[] tokens, double score) {}

    /** A token that could come next. */
    private record Candidate(Beam beam, int token, double score) {}

    BeamSearch(LanguageModel model, long[] input, GenerationSettings settings) {
        this.model = model;
        this.input = input;
        this.settings = settings;
        this.start = model.start(input).length;
        this.longest =
                Math.min(
                        settings.longest(start),
                        model.positions().orElse(Integer.MAX_VALUE - 1) + 1);
    }

    List<long[]> run(RequestContext context) {
        List<Beam> beams = List.of(new Beam(model.start(input), 0));
        try (LanguageModel.Continuation continuation = model.begin(input)) {
            while (beams.get(0).tokens().length < longest && !isOver(beams)) {
                Generator.requireWanted(context);
                beams = step(beams, continuation);
            }
        }
        if (!isOver(beams)) {
            beams.forEach(beam -> add(beam.tokens(), beam.score(), beam.tokens().length));
        }
        complete.sort(BEST_FIRST);
        return complete.stream().limit(settings.beams().returned()).map(this::ended).toList();
    }

    private List<Beam> step(List<Beam> beams, LanguageModel.Continuation continuation) {
        int width = settings.beams().count();
        List<Candidate> candidates = new ArrayList<>();
        for (Beam beam : beams) {
            float[] scores = continuation.next(beam.tokens());
            logSoftmax(scores);
            settings.rules().apply(scores, beam.tokens(), start, longest, settings.lengths());
            settings.penalties().apply(scores, beam.tokens(), start);
            addBest(candidates, beam, scores);
        }
        candidates.sort(Comparator.comparingDouble(Candidate::score).reversed());
        bestScore = candidates.isEmpty() ? Double.NEGATIVE_INFINITY : candidates.get(0).score();
        List<Beam> next = new ArrayList<>(width);
        for (int rank = 0; rank < candidates.size() && next.size() < width; rank++) {
            Candidate candidate = candidates.get(rank);
            long[] tokens = candidate.beam().tokens();
            if (settings.endTokens().contains(candidate.token())) {
                if (rank < width) {
                    add(tokens, candidate.score(), tokens.length + 1);
                }
            } else {
                long[] longer = Arrays.copyOf(tokens, tokens.length + 1);
                longer[tokens.length] = candidate.token();
                next.add(new Beam(longer, candidate.score()));
            }
        }
        return next.isEmpty() ? beams : next;
    }

    /** As many as all beams together could need, should all the likeliest end. */
    private void addBest(List<Candidate> candidates, Beam beam, float[] scores) {
        int wanted =
                Math.min(
                        scores.length,
                        Math.max(2, 1 + settings.endTokens().size()) * settings.beams().count());
        float[] sorted = scores.clone();
        Arrays.sort(sorted);
        float least = sorted[sorted.length - wanted];
        for (int token = 0; token < scores.length; token++) {
            if (scores[token] >= least && scores[token] != Float.NEGATIVE_INFINITY) {
                candidates.add(new Candidate(beam, token, beam.score() + scores[token]));
            }
        }
    }

    private static void logSoftmax(float[] scores) {
        float highest = scores[TokenChoice.likeliest(scores)];
        double total = 0;
        for (float score : scores) {
            total += Math.exp((double) score - highest);
        }
        float shift = (float) (highest + Math.log(total));
        for (int i = 0; i < scores.length; i++) {
            scores[i] -= shift;
        }
    }

    private void add(long[] tokens, double sum, int length) {
        complete.add(new Hypothesis(tokens, sum / penalty(length)));
        complete.sort(BEST_FIRST);
        if (complete.size() > settings.beams().count()) {
            complete.remove(complete.size() - 1);
        }
    }

    private double penalty(int length) {
        return Math.pow(Math.max(1, length - start), settings.beams().lengthPenalty());
    }

    private boolean isOver(List<Beam> beams) {
        if (complete.size() < settings.beams().count()) {
            return false;
        }
        double worst = complete.get(complete.size() - 1).score();
        int length = beams.get(0).tokens().length;
        return switch (settings.beams().ending()) {
            case ENOUGH -> true;
            case UNLIKELY -> worst >= bestScore / penalty(length);
            case IMPOSSIBLE ->
                    worst
                            >= bestScore
                                    / penalty(
                                            settings.beams().lengthPenalty() > 0
                                                    ? longest
                                                    : length);
        };
    }

    /** With the token that ends it, where there is room. */
    private long[] ended(Hypothesis hypothesis) {
        long[] tokens = hypothesis.tokens();
        if (settings.endTokens().isEmpty() || tokens.length >= longest) {
            return tokens;
        }
        long[] ended = Arrays.copyOf(tokens, tokens.length + 1);
        ended[tokens.length] = settings.endTokens().iterator().next();
        return ended;
    }
}
