package io.bulkhead.plugin.mllib;

import io.bulkhead.plugin.mllib.pipeline.Pipeline;
import io.bulkhead.plugin.mllib.pipeline.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The outputs of one pipeline: the names that all runtimes share, and its columns' own. */
final class OutputNames {
    private OutputNames() {}

    /** What a client may ask for, in order, with the number of the column that answers. */
    static Map<String, Integer> legal(Pipeline pipeline) {
        Map<String, Integer> legal = new LinkedHashMap<>();
        for (Role role : Role.values()) {
            pipeline.role(role).ifPresent(column -> legal.put(role.wireName(), column));
        }
        if (pipeline.role(Role.PREDICT).isEmpty() && pipeline.lastOutputs().size() == 1) {
            legal.put(Role.TRANSFORM.wireName(), pipeline.lastOutputs().get(0));
        }
        pipeline.outputs().forEach(legal::putIfAbsent);
        // As Spark's answers hold what was asked with.
        for (int input : pipeline.inputs()) {
            legal.putIfAbsent(pipeline.column(input).name(), input);
        }
        return legal;
    }

    /** What a client gets that asks for nothing. */
    static List<String> defaults(Pipeline pipeline) {
        if (pipeline.role(Role.PREDICT).isPresent()) {
            return List.of(Role.PREDICT.wireName());
        }
        List<Integer> last = pipeline.lastOutputs();
        return last.size() == 1
                ? List.of(Role.TRANSFORM.wireName())
                : last.stream().map(column -> pipeline.column(column).name()).toList();
    }
}
