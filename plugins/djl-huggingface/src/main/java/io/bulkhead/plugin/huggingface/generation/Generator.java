package io.bulkhead.plugin.huggingface.generation;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.RequestContext;
import java.util.ArrayList;
import java.util.List;

/** Makes tokens: the likeliest, drawn ones, or the best of several beams. */
public record Generator(LanguageModel model) implements TextGenerator {
    @Override
    public List<long[]> generate(
            long[] input, GenerationSettings settings, RequestContext context) {
        check(input, settings);
        if (settings.beams().count() > 1) {
            return new BeamSearch(model, input, settings).run(context);
        }
        List<long[]> sequences = new ArrayList<>();
        for (int number = 0; number < settings.beams().returned(); number++) {
            sequences.add(sequence(input, settings, number, context));
        }
        return sequences;
    }

    private long[] sequence(
            long[] input, GenerationSettings settings, int number, RequestContext context) {
        try (TokenSequence sequence = new TokenSequence(model, input, settings, number)) {
            do {
                requireWanted(context);
            } while (sequence.advance());
            return sequence.tokens();
        }
    }

    @Override
    public TokenSequence begin(long[] input, GenerationSettings settings, int number) {
        check(input, settings);
        if (settings.beams().count() > 1 || settings.beams().returned() > 1) {
            throw ServingException.invalidArgument(
                    "num_beams or num_return_sequences above 1 cannot be streamed");
        }
        return new TokenSequence(model, input, settings, number);
    }

    static void requireWanted(RequestContext context) {
        if (context.isCancelled()) {
            throw new ServingException(ErrorCode.CANCELLED, "the caller went away");
        }
    }

    private void check(long[] input, GenerationSettings settings) {
        int start = model.start(input).length;
        int longest = settings.longest(start);
        int most = model.positions().orElse(Integer.MAX_VALUE);
        if (Math.max(input.length, start) > most) {
            throw ServingException.invalidArgument(
                    "the text has " + input.length + " tokens, the model takes " + most);
        }
        if (input.length == 0 || start >= longest) {
            throw ServingException.invalidArgument(
                    "the text has "
                            + start
                            + " tokens and max_length is "
                            + longest
                            + ": there is nothing to generate");
        }
    }
}
