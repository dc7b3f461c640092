package io.bulkhead.plugin.huggingface.call;

import io.bulkhead.api.error.ServingException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The arguments that a task takes, by transformers' names.
 *
 * @param task its name, for messages
 * @param positional those that may come without a name, in order
 * @param keywords all others
 */
public record Signature(String task, List<String> positional, Set<String> keywords) {
    /** Copies. */
    public Signature {
        positional = List.copyOf(positional);
        keywords = Set.copyOf(keywords);
    }

    /**
     * The arguments of a call by their names.
     *
     * @throws ServingException {@code INVALID_ARGUMENT} if there are too many, or unknown ones
     */
    public Arguments bind(Call call) {
        Map<String, Object> bound = new LinkedHashMap<>();
        List<Object> given = batched(call.positional());
        for (int i = 0; i < given.size(); i++) {
            bound.put(positional.get(i), given.get(i));
        }
        call.keywords().forEach((name, value) -> bindKeyword(bound, name, value));
        return new Arguments(task, bound);
    }

    /** A task with one argument takes several of them as a batch; transformers drops or refuses. */
    private List<Object> batched(List<Object> given) {
        if (given.size() <= positional.size()) {
            return given;
        }
        if (positional.size() != 1) {
            throw ServingException.invalidArgument(
                    task
                            + " takes "
                            + positional.size()
                            + " positional arguments ("
                            + String.join(", ", positional)
                            + "), got "
                            + given.size());
        }
        return List.of(given);
    }

    private void bindKeyword(Map<String, Object> bound, String name, Object value) {
        if (!positional.contains(name) && !keywords.contains(name)) {
            Set<String> known = new TreeSet<>(keywords);
            throw ServingException.invalidArgument(
                    task
                            + " has no argument '"
                            + name
                            + "', only args, array_inputs, "
                            + String.join(", ", positional)
                            + (known.isEmpty() ? "" : ", " + String.join(", ", known)));
        }
        if (bound.put(name, value) != null) {
            throw ServingException.invalidArgument(
                    "argument '" + name + "' is given twice, by its place and by its name");
        }
    }
}
