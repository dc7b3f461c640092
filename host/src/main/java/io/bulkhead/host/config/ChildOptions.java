package io.bulkhead.host.config;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How a model's child JVMs are run.
 *
 * @param jvmOptions {@code parameters.jvm_options}; they win over the server's
 * @param variables {@code parameters.environment_variables}: beside the few that are inherited
 * @param memoryLimit {@code parameters.memory_limit}, in bytes: a child that takes more of the
 *     machine's memory, heap and all else, is replaced
 */
public record ChildOptions(
        List<String> jvmOptions, Map<String, String> variables, OptionalLong memoryLimit) {

    /** Copies the collections. */
    public ChildOptions {
        jvmOptions = List.copyOf(jvmOptions);
        variables = Map.copyOf(variables);
    }

    /** Nothing but these options. */
    public static ChildOptions ofJvm(List<String> jvmOptions) {
        return new ChildOptions(jvmOptions, Map.of(), OptionalLong.empty());
    }
}
