package io.bulkhead.plugin.huggingface.generation;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.RequestContext;
import java.util.Arrays;
import java.util.List;

/** Takes the likeliest token each time. */
public record GreedyGenerator(LanguageModel model) implements TextGenerator {
    @Override
    public List<long[]> generate(
            long[] input, GenerationSettings settings, RequestContext context) {
        long[] sequence = model.start(input);
        int longest = settings.longest(sequence.length);
        check(input, sequence, longest);
        try (LanguageModel.Continuation continuation = model.begin(input)) {
            while (sequence.length < longest && fits(sequence)) {
                if (context.isCancelled()) {
                    throw new ServingException(ErrorCode.CANCELLED, "the caller went away");
                }
                int next = next(continuation.next(sequence), sequence.length, settings);
                sequence = Arrays.copyOf(sequence, sequence.length + 1);
                sequence[sequence.length - 1] = next;
                if (settings.endTokens().contains(next)) {
                    break;
                }
            }
        }
        return List.of(sequence);
    }

    private static int next(float[] logits, int length, GenerationSettings settings) {
        int best = -1;
        for (int token = 0; token < logits.length; token++) {
            boolean tooSoon = length < settings.minLength() && settings.endTokens().contains(token);
            if (!tooSoon && (best < 0 || logits[token] > logits[best])) {
                best = token;
            }
        }
        return best;
    }

    private boolean fits(long[] sequence) {
        return model.positions().isEmpty() || sequence.length <= model.positions().getAsInt();
    }

    private void check(long[] input, long[] start, int longest) {
        int most = model.positions().orElse(Integer.MAX_VALUE);
        if (Math.max(input.length, start.length) > most) {
            throw ServingException.invalidArgument(
                    "the text has " + input.length + " tokens, the model takes " + most);
        }
        if (input.length == 0 || start.length >= longest) {
            throw ServingException.invalidArgument(
                    "the text has "
                            + start.length
                            + " tokens and max_length is "
                            + longest
                            + ": there is nothing to generate");
        }
    }
}
