package io.bulkhead.plugin.huggingface.generation;

import io.bulkhead.plugin.huggingface.call.Arguments;
import java.util.HashSet;
import java.util.Set;

/**
 * How one call wants text to be made. Immutable.
 *
 * @param endTokens what ends a sequence
 */
public record GenerationSettings(
        Lengths lengths, Set<Integer> endTokens, Sampling sampling, Beams beams, LogitRules rules) {
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
                    "length_penalty",
                    "max_length",
                    "max_new_tokens",
                    "min_length",
                    "min_new_tokens",
                    "min_p",
                    "no_repeat_ngram_size",
                    "num_beams",
                    "num_return_sequences",
                    "repetition_penalty",
                    "seed",
                    "suppress_tokens",
                    "temperature",
                    "top_k",
                    "top_p");

    /** Those of a call, the folder's where it does not say. */
    public static GenerationSettings of(Arguments arguments, GenerationDefaults defaults) {
        Wishes wishes = new Wishes(arguments, defaults);
        Set<Integer> ends = new HashSet<>(wishes.tokens("eos_token_id"));
        Sampling sampling = Sampling.of(wishes);
        return new GenerationSettings(
                Lengths.of(wishes),
                Set.copyOf(ends),
                sampling,
                Beams.of(wishes, sampling.wanted()),
                LogitRules.of(wishes, Set.copyOf(ends)));
    }

    /** These, with another token that ends a sequence instead. */
    public GenerationSettings endingWith(int token) {
        return new GenerationSettings(lengths, Set.of(token), sampling, beams, rules);
    }

    /** The most tokens of a sequence with such a start. */
    int longest(int start) {
        return lengths.longest(start);
    }
}
