package io.bulkhead.plugin.huggingface.generation;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is changed in the scores of the next token, in the order of transformers' logits processors.
 *
 * @param repetitionPenalty above 1 makes tokens that were there less likely (CTRL, section 4.1)
 * @param noRepeat so many tokens in a row never come twice; 0 is off
 * @param banned sequences of tokens that never come
 * @param endTokens never come while the sequence is too short
 * @param first the token that comes first
 * @param last tokens that come when nothing else may follow
 * @param suppressed tokens that never come
 * @param suppressedAtBegin tokens that never come first
 */
record LogitRules(
        double repetitionPenalty,
        int noRepeat,
        List<List<Integer>> banned,
        Set<Integer> endTokens,
        Optional<Integer> first,
        List<Integer> last,
        List<Integer> suppressed,
        List<Integer> suppressedAtBegin) {
    static LogitRules of(Wishes wishes, Set<Integer> endTokens) {
        return new LogitRules(
                wishes.positive("repetition_penalty", 1),
                wishes.atLeast(0, "no_repeat_ngram_size").orElse(0),
                wishes.tokenLists("bad_words_ids"),
                endTokens,
                wishes.integer("forced_bos_token_id"),
                wishes.tokens("forced_eos_token_id"),
                wishes.tokens("suppress_tokens"),
                wishes.tokens("begin_suppress_tokens"));
    }

    /**
     * Changes the scores.
     *
     * @param tokens the sequence so far, of which the first {@code start} were given
     * @param longest where the sequence ends at the latest
     */
    void apply(float[] scores, long[] tokens, int start, int longest, Lengths lengths) {
        penalise(scores, tokens);
        banRepetitions(scores, tokens);
        banned.forEach(words -> ban(scores, tokens, words));
        if (lengths.isShort(tokens.length, start)) {
            endTokens.forEach(token -> exclude(scores, token));
        }
        if (tokens.length == 1 && first.isPresent()) {
            only(scores, List.of(first.get()));
        }
        if (tokens.length == longest - 1 && !last.isEmpty()) {
            only(scores, last);
        }
        suppressed.forEach(token -> exclude(scores, token));
        if (tokens.length == start) {
            suppressedAtBegin.forEach(token -> exclude(scores, token));
        }
    }

    private void penalise(float[] scores, long[] tokens) {
        if (repetitionPenalty == 1) {
            return;
        }
        float penalty = (float) repetitionPenalty;
        for (long token : new HashSet<>(Arrays.stream(tokens).boxed().toList())) {
            int i = (int) token;
            scores[i] = scores[i] < 0 ? scores[i] * penalty : scores[i] / penalty;
        }
    }

    private void banRepetitions(float[] scores, long[] tokens) {
        if (noRepeat == 0 || tokens.length < noRepeat) {
            return;
        }
        int tail = tokens.length - noRepeat + 1;
        for (int i = 0; i + noRepeat <= tokens.length; i++) {
            if (Arrays.equals(tokens, i, i + noRepeat - 1, tokens, tail, tail + noRepeat - 1)) {
                exclude(scores, (int) tokens[i + noRepeat - 1]);
            }
        }
    }

    private static void ban(float[] scores, long[] tokens, List<Integer> words) {
        int before = words.size() - 1;
        if (before < 0 || before > tokens.length) {
            return;
        }
        for (int i = 0; i < before; i++) {
            if (tokens[tokens.length - before + i] != words.get(i)) {
                return;
            }
        }
        exclude(scores, words.get(before));
    }

    private static void exclude(float[] scores, int token) {
        if (token >= 0 && token < scores.length) {
            scores[token] = Float.NEGATIVE_INFINITY;
        }
    }

    private static void only(float[] scores, List<Integer> tokens) {
        Arrays.fill(scores, Float.NEGATIVE_INFINITY);
        for (int token : tokens) {
            if (token >= 0 && token < scores.length) {
                scores[token] = 0;
            }
        }
    }
}
