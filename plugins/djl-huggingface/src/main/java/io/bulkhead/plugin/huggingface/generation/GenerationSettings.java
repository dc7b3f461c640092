package io.bulkhead.plugin.huggingface.generation;

import io.bulkhead.plugin.huggingface.call.Arguments;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How one call wants text to be made. Immutable.
 *
 * @param maxLength the most tokens of a sequence, its start included
 * @param maxNewTokens the most tokens behind the start; goes before {@code maxLength}
 * @param minLength the fewest tokens of a sequence, its start included
 * @param endTokens what ends a sequence
 */
public record GenerationSettings(
        int maxLength, Optional<Integer> maxNewTokens, int minLength, Set<Integer> endTokens) {
    /** The arguments that say it. */
    public static final Set<String> NAMES =
            Set.of(
                    "max_length",
                    "max_new_tokens",
                    "min_length",
                    "eos_token_id",
                    "num_beams",
                    "num_return_sequences",
                    "do_sample");

    private static final int DEFAULT_LENGTH = 20;

    /** Copies. */
    public GenerationSettings {
        endTokens = Set.copyOf(endTokens);
    }

    /** Those of a call, the folder's where it does not say. */
    public static GenerationSettings of(Arguments arguments, GenerationDefaults defaults) {
        refuseUnserved(arguments, defaults);
        Optional<Integer> fresh = integer(arguments, defaults, "max_new_tokens");
        if (fresh.isPresent() && fresh.get() < 1) {
            throw arguments.refusal("max_new_tokens must be 1 or more, found " + fresh.get());
        }
        return new GenerationSettings(
                integer(arguments, defaults, "max_length").orElse(DEFAULT_LENGTH),
                fresh,
                integer(arguments, defaults, "min_length").orElse(0),
                endTokens(arguments, defaults));
    }

    private static void refuseUnserved(Arguments arguments, GenerationDefaults defaults) {
        for (String name : List.of("num_beams", "num_return_sequences")) {
            if (integer(arguments, defaults, name).orElse(1) != 1) {
                throw arguments.refusal(name + " other than 1 is not served");
            }
        }
        if (arguments.flag("do_sample").orElse(false)) {
            throw arguments.refusal("do_sample is not served");
        }
    }

    private static Optional<Integer> integer(
            Arguments arguments, GenerationDefaults defaults, String name) {
        return arguments.integer(name).isPresent()
                ? Optional.of(arguments.integer(name).getAsInt())
                : defaults.get(name)
                        .filter(Number.class::isInstance)
                        .map(value -> ((Number) value).intValue());
    }

    private static Set<Integer> endTokens(Arguments arguments, GenerationDefaults defaults) {
        Object value =
                arguments
                        .get("eos_token_id")
                        .or(() -> defaults.get("eos_token_id"))
                        .orElse(List.of());
        Set<Integer> tokens = new HashSet<>();
        for (Object token : value instanceof List<?> list ? list : List.of(value)) {
            if (token instanceof Number number) {
                tokens.add(number.intValue());
            }
        }
        return tokens;
    }

    /** The most tokens of a sequence with such a start. */
    int longest(int start) {
        return maxNewTokens.map(fresh -> start + fresh).orElse(maxLength);
    }
}
