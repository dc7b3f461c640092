package io.bulkhead.plugin.huggingface.generation;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;

/**
 * Makes tokens: the likeliest, drawn ones, or the best of several beams. Sequences of models with
 * past keys and values are made together, on threads of this. Owns the threads and the model.
 */
public final class Generator implements TextGenerator, AutoCloseable {
    /** Of one call, so that it leaves room for others. */
    private static final int TOGETHER = 32;

    private final LanguageModel model;
    private final Optional<DecodeLoop> loop;
    private final Optional<GenerationThreads> threads;

    /**
     * @param name of the model, for its threads
     * @param model this generator's from now on
     */
    public Generator(String name, LanguageModel model) {
        this.model = model;
        this.loop = BatchSteps.of(model).map(steps -> new DecodeLoop(name, steps));
        this.threads = loop.map(together -> new GenerationThreads(name));
    }

    @Override
    public Executor executor() {
        return threads.<Executor>map(own -> own).orElse(Runnable::run);
    }

    @Override
    public OptionalInt positions() {
        return model.positions();
    }

    @Override
    public List<long[]> generate(
            long[] input, GenerationSettings settings, RequestContext context) {
        check(input, settings);
        return settings.beams().count() > 1
                ? new BeamSearch(model, input, settings).run(context)
                : together(List.of(input), settings, context).get(0);
    }

    @Override
    public List<List<long[]>> generateAll(
            List<long[]> inputs, GenerationSettings settings, RequestContext context) {
        inputs.forEach(input -> check(input, settings));
        int most = loop.isEmpty() || settings.beams().count() > 1 ? 1 : TOGETHER;
        List<List<long[]>> all = new ArrayList<>();
        for (int from = 0; from < inputs.size(); from += most) {
            List<long[]> some = inputs.subList(from, Math.min(inputs.size(), from + most));
            if (most == 1) {
                all.add(generate(some.get(0), settings, context));
            } else {
                all.addAll(together(some, settings, context));
            }
        }
        return all;
    }

    private List<List<long[]>> together(
            List<long[]> inputs, GenerationSettings settings, RequestContext context) {
        int count = settings.beams().returned();
        List<TokenSequence> sequences = new ArrayList<>();
        try {
            for (long[] input : inputs) {
                for (int number = 0; number < count; number++) {
                    sequences.add(sequence(input, settings, number));
                }
            }
            sequences.forEach(TokenSequence::letRun);
            List<long[]> made =
                    sequences.stream().map(sequence -> finished(sequence, context)).toList();
            List<List<long[]>> all = new ArrayList<>();
            for (int from = 0; from < made.size(); from += count) {
                all.add(made.subList(from, from + count));
            }
            return all;
        } finally {
            sequences.forEach(TokenSequence::close);
        }
    }

    private static long[] finished(TokenSequence sequence, RequestContext context) {
        sequence.finish(context);
        return sequence.tokens();
    }

    private TokenSequence sequence(long[] input, GenerationSettings settings, int number) {
        GrowingTokens tokens =
                new GrowingTokens(model.start(input), model.positions(), settings, number);
        return loop.isPresent()
                ? loop.get().join(input, tokens)
                : new LoneSequence(tokens, model.begin(input));
    }

    @Override
    public TokenSequence begin(long[] input, GenerationSettings settings, int number) {
        check(input, settings);
        if (settings.beams().count() > 1 || settings.beams().returned() > 1) {
            throw ServingException.invalidArgument(
                    "num_beams or num_return_sequences above 1 cannot be streamed");
        }
        return sequence(input, settings, number);
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

    @Override
    public void close() {
        try (model) {
            loop.ifPresent(DecodeLoop::close);
            threads.ifPresent(GenerationThreads::close);
        }
    }
}
