package io.bulkhead.plugin.huggingface.generation;

import io.bulkhead.plugin.huggingface.json.JsonNull;
import java.util.HashMap;
import java.util.Map;

/**
 * OpenAI's changes of the scores of the next token.
 *
 * @param presence is taken off tokens that were made before
 * @param frequency is taken off for each time that they were
 * @param bias is added to tokens
 */
record Penalties(double presence, double frequency, Map<Integer, Double> bias) {
    private static final double MOST = 100;

    static Penalties of(Wishes wishes) {
        return new Penalties(
                wishes.number("presence_penalty").orElse(0.0),
                wishes.number("frequency_penalty").orElse(0.0),
                bias(wishes));
    }

    private static Map<Integer, Double> bias(Wishes wishes) {
        Map<Integer, Double> bias = new HashMap<>();
        Object value = wishes.any("logit_bias").orElse(JsonNull.NULL);
        if (value instanceof Map<?, ?> map) {
            map.forEach((token, added) -> put(wishes, bias, String.valueOf(token), added));
        } else if (value != JsonNull.NULL) {
            throw wishes.arguments().refusal("logit_bias must be an object");
        }
        return Map.copyOf(bias);
    }

    private static void put(Wishes wishes, Map<Integer, Double> bias, String token, Object added) {
        if (!token.matches("\\d{1,9}") || !(added instanceof Number number)) {
            throw wishes.arguments()
                    .refusal("logit_bias must give numbers to numbers of tokens, found " + token);
        }
        if (Math.abs(number.doubleValue()) > MOST) {
            throw wishes.arguments()
                    .refusal("logit_bias must be from -100 to 100, found " + number);
        }
        bias.put(Integer.parseInt(token), number.doubleValue());
    }

    boolean areOff() {
        return presence == 0 && frequency == 0 && bias.isEmpty();
    }

    /**
     * Changes the scores.
     *
     * @param tokens the sequence so far, of which the first {@code start} were given
     */
    void apply(float[] scores, long[] tokens, int start) {
        if (areOff()) {
            return;
        }
        bias.forEach(
                (token, added) -> {
                    if (token < scores.length) {
                        scores[token] += added.floatValue();
                    }
                });
        Map<Integer, Integer> counts = new HashMap<>();
        for (int i = start; i < tokens.length; i++) {
            counts.merge((int) tokens[i], 1, Integer::sum);
        }
        counts.forEach((token, count) -> scores[token] -= (float) (presence + frequency * count));
    }
}
