package io.bulkhead.plugin.huggingface.openai;

import io.bulkhead.plugin.huggingface.call.Arguments;
import io.bulkhead.plugin.huggingface.generation.GenerationDefaults;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** OpenAI's options of generation, in transformers' words. */
final class GenerationOptions {
    /** What both endpoints have in common. */
    private static final Set<String> COMMON =
            Set.of(
                    "model",
                    "max_tokens",
                    "temperature",
                    "top_p",
                    "n",
                    "stop",
                    "seed",
                    "stream",
                    "stream_options",
                    "presence_penalty",
                    "frequency_penalty",
                    "logit_bias",
                    "logprobs");

    /** What other servers of open models have beside them. */
    private static final Set<String> MORE =
            Set.of(
                    "top_k",
                    "min_p",
                    "repetition_penalty",
                    "min_tokens",
                    "stop_token_ids",
                    "add_special_tokens");

    /** What says something about the caller, but nothing about the answer. */
    private static final Set<String> WITHOUT_EFFECT =
            Set.of(
                    "user",
                    "metadata",
                    "store",
                    "service_tier",
                    "safety_identifier",
                    "prompt_cache_key");

    private static final int MOST_CHOICES = 128;
    private static final int MOST_STOPS = 16;
    private static final double HOTTEST = 2;

    private GenerationOptions() {}

    static Set<String> names(Set<String> own) {
        Set<String> names = new HashSet<>(own);
        names.addAll(COMMON);
        names.addAll(MORE);
        names.addAll(WITHOUT_EFFECT);
        return Set.copyOf(names);
    }

    /** As transformers' arguments; what is not said is as the folder says, or is not limited. */
    static Arguments translated(Arguments asked, int mostTokens, GenerationDefaults defaults) {
        Map<String, Object> values = new HashMap<>();
        values.put("max_new_tokens", mostTokens);
        values.put("num_beams", 1);
        values.put("num_return_sequences", 1);
        asked.integer("min_tokens").ifPresent(count -> values.put("min_new_tokens", count));
        for (String name : List.of("top_p", "min_p", "repetition_penalty", "logit_bias")) {
            asked.get(name).ifPresent(value -> values.put(name, value));
        }
        asked.get("stop_token_ids").ifPresent(ids -> values.put("stop_token_ids", ids));
        asked.integer("seed").ifPresent(seed -> values.put("seed", seed));
        for (String name : List.of("presence_penalty", "frequency_penalty")) {
            ranged(asked, name, -2, 2).ifPresent(value -> values.put(name, value));
        }
        Optional<Double> temperature = ranged(asked, "temperature", 0, HOTTEST);
        values.put("do_sample", temperature.filter(value -> value == 0).isEmpty());
        temperature.filter(value -> value > 0).ifPresent(value -> values.put("temperature", value));
        OptionalInt topK = asked.integer("top_k");
        if (topK.isPresent() || defaults.get("top_k").isEmpty()) {
            values.put("top_k", Math.max(0, topK.orElse(0)));
        }
        return Arguments.of("the request", values);
    }

    private static Optional<Double> ranged(
            Arguments asked, String name, double least, double most) {
        Optional<Double> value = asked.number(name);
        if (value.isPresent() && !(value.get() >= least && value.get() <= most)) {
            throw asked.refusal(
                    name + " must be from " + least + " to " + most + ", found " + value.get());
        }
        return value;
    }

    /** How many tokens may be made, if the request says. */
    static OptionalInt mostTokens(Arguments asked) {
        OptionalInt most = asked.integer("max_completion_tokens");
        OptionalInt given = most.isPresent() ? most : asked.integer("max_tokens");
        if (given.isPresent() && given.getAsInt() < 1) {
            throw asked.refusal("max_tokens must be 1 or more, found " + given.getAsInt());
        }
        return given;
    }

    static int choices(Arguments asked) {
        int choices = asked.integer("n").orElse(1);
        if (choices < 1 || choices > MOST_CHOICES) {
            throw asked.refusal("n must be from 1 to " + MOST_CHOICES + ", found " + choices);
        }
        return choices;
    }

    static List<String> stops(Arguments asked) {
        List<String> stops = new ArrayList<>(asked.texts("stop").orElse(List.of()));
        stops.removeIf(String::isEmpty);
        if (stops.size() > MOST_STOPS) {
            throw asked.refusal("stop takes " + MOST_STOPS + " texts, found " + stops.size());
        }
        return List.copyOf(stops);
    }

    static boolean streams(Arguments asked) {
        return asked.flag("stream").orElse(false);
    }

    /** Whether a stream ends with the counts of tokens. */
    static boolean countsInStream(Arguments asked) {
        Optional<Object> options = asked.get("stream_options");
        if (options.isEmpty()) {
            return false;
        }
        if (!streams(asked)) {
            throw asked.refusal("stream_options is only for requests with stream=true");
        }
        return options.get() instanceof Map<?, ?> map
                && Boolean.TRUE.equals(map.get("include_usage"));
    }

    /** Refuses an option unless it has a value that changes nothing. */
    static void requireOnly(Arguments asked, String name, Object harmless, String why) {
        Optional<Object> value = asked.get(name);
        if (value.isPresent() && !value.get().equals(harmless)) {
            throw asked.refusal(name + " " + why);
        }
    }
}
