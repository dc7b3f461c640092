package io.bulkhead.plugin.huggingface.jinja;

import io.bulkhead.plugin.huggingface.json.JsonNull;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The functions that every template has. */
final class Globals {
    private static final long LONGEST_RANGE = 100_000;

    static final Map<String, Object> NAMES =
            Map.of(
                    "range", (Callable) Globals::range,
                    "namespace", (Callable) arguments -> new Namespace(members(arguments)),
                    "dict", (Callable) Globals::members,
                    "joiner", (Callable) Globals::joiner,
                    "cycler", (Callable) Globals::cycler);

    private Globals() {}

    private static Object range(CallArguments arguments) {
        List<Object> bounds = arguments.positional();
        long from = bounds.size() > 1 ? Values.integer(bounds.get(0)) : 0;
        long to = Values.integer(bounds.size() > 1 ? bounds.get(1) : arguments.require(0, "stop"));
        long step = arguments.integer(2, "step", 1);
        if (step == 0 || Math.abs((to - from) / step) > LONGEST_RANGE) {
            throw new TemplateException("a range has " + LONGEST_RANGE + " numbers at most");
        }
        List<Object> numbers = new ArrayList<>();
        for (long i = from; step > 0 ? i < to : i > to; i += step) {
            numbers.add(i);
        }
        return numbers;
    }

    private static Map<String, Object> members(CallArguments arguments) {
        Map<String, Object> members = new LinkedHashMap<>();
        arguments
                .get(0, "")
                .ifPresent(
                        given -> {
                            if (given instanceof Map<?, ?> map) {
                                map.forEach((key, member) -> members.put(Values.text(key), member));
                            } else {
                                Values.elements(given).forEach(pair -> put(members, pair));
                            }
                        });
        members.putAll(arguments.named());
        return members;
    }

    private static void put(Map<String, Object> members, Object pair) {
        List<Object> both = Values.elements(pair);
        if (both.size() != 2) {
            throw new TemplateException("a dict is made of pairs");
        }
        members.put(Values.text(both.get(0)), both.get(1));
    }

    /** Nothing the first time, then what stands between two. */
    private static Object joiner(CallArguments arguments) {
        String mark = arguments.text(0, "sep").orElse(", ");
        boolean[] used = new boolean[1];
        return (Callable)
                none -> {
                    boolean first = !used[0];
                    used[0] = true;
                    return first ? "" : mark;
                };
    }

    private static Object cycler(CallArguments arguments) {
        List<Object> values = List.copyOf(arguments.positional());
        int[] next = new int[1];
        Callable advance =
                none -> values.isEmpty() ? JsonNull.NULL : values.get(next[0]++ % values.size());
        return Map.of("next", advance);
    }
}
