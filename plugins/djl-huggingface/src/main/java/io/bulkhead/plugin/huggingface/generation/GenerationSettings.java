package io.bulkhead.plugin.huggingface.generation;

import io.bulkhead.plugin.huggingface.call.Arguments;
import java.util.HashSet;
import java.util.Set;

/**
 * How one call wants text to be made. Immutable.
 *
 * @param endTokens what ends a sequence
 * @param likeliest of how many other tokens the probabilities are kept; below 0: of none at all
 */
public record GenerationSettings(
        Lengths lengths,
        Set<Integer> endTokens,
        Sampling sampling,
        Beams beams,
        LogitRules rules,
        Penalties penalties,
        int likeliest) {
    /** The arguments that say it. */
    public static final Set<String> NAMES =
            Set.of(
                    "bad_words_ids",
                    "begin_suppress_tokens",
                    "do_sample",
                    "early_stopping",
                    "eos_token_id",
                    "forced_bos_token_id",
                    "forced_eos_token_id",
                    "frequency_penalty",
                    "length_penalty",
                    "logit_bias",
                    "max_length",
                    "max_new_tokens",
                    "min_length",
                    "min_new_tokens",
                    "min_p",
                    "no_repeat_ngram_size",
                    "num_beams",
                    "num_return_sequences",
                    "presence_penalty",
                    "repetition_penalty",
                    "seed",
                    "stop_token_ids",
                    "suppress_tokens",
                    "temperature",
                    "top_k",
                    "top_p");

    /** Those of a call, the folder's where it does not say. */
    public static GenerationSettings of(Arguments arguments, GenerationDefaults defaults) {
        Wishes wishes = new Wishes(arguments, defaults);
        Set<Integer> ends = new HashSet<>(wishes.tokens("eos_token_id"));
        ends.addAll(wishes.tokens("stop_token_ids"));
        Sampling sampling = Sampling.of(wishes);
        return new GenerationSettings(
                Lengths.of(wishes),
                Set.copyOf(ends),
                sampling,
                Beams.of(wishes, sampling.wanted()),
                LogitRules.of(wishes, Set.copyOf(ends)),
                Penalties.of(wishes),
                -1);
    }

    /** These, with another token that ends a sequence instead. */
    public GenerationSettings endingWith(int token) {
        return new GenerationSettings(
                lengths, Set.of(token), sampling, beams, rules, penalties, likeliest);
    }

    /** These, with one more token that ends a sequence. */
    public GenerationSettings alsoEndingWith(int token) {
        Set<Integer> ends = new HashSet<>(endTokens);
        ends.add(token);
        return new GenerationSettings(
                lengths, Set.copyOf(ends), sampling, beams, rules, penalties, likeliest);
    }

    /** These, with the probabilities of tokens, and of so many others at each place, kept. */
    public GenerationSettings keepingProbabilities(int others) {
        return new GenerationSettings(
                lengths, endTokens, sampling, beams, rules, penalties, others);
    }

    /** The most tokens of a sequence with such a start. */
    int longest(int start) {
        return lengths.longest(start);
    }
}
