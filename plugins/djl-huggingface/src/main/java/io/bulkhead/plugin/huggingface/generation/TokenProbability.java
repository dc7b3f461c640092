package io.bulkhead.plugin.huggingface.generation;

import java.util.ArrayList;
import java.util.List;

/**
 * How likely a token was, before anything was changed in the model's scores.
 *
 * @param logarithm of its probability
 * @param others the likeliest tokens at its place, the likeliest first
 */
public record TokenProbability(int token, double logarithm, List<TokenProbability> others) {
    static TokenProbability of(float[] scores, int token, int others) {
        double shift = logOfSum(scores);
        List<TokenProbability> likeliest = new ArrayList<>(others);
        for (int other : likeliest(scores, others)) {
            likeliest.add(new TokenProbability(other, scores[other] - shift, List.of()));
        }
        return new TokenProbability(token, scores[token] - shift, likeliest);
    }

    private static double logOfSum(float[] scores) {
        float highest = scores[TokenChoice.likeliest(scores)];
        double total = 0;
        for (float score : scores) {
            total += Math.exp((double) score - highest);
        }
        return highest + Math.log(total);
    }

    private static int[] likeliest(float[] scores, int count) {
        int[] best = new int[Math.min(count, scores.length)];
        int known = 0;
        for (int token = 0; token < scores.length && best.length > 0; token++) {
            if (known == best.length && scores[token] <= scores[best[known - 1]]) {
                continue;
            }
            int place = known < best.length ? known++ : known - 1;
            while (place > 0 && scores[best[place - 1]] < scores[token]) {
                best[place] = best[place - 1];
                place--;
            }
            best[place] = token;
        }
        return best;
    }
}
