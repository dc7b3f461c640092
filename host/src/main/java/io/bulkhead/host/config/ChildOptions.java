package io.bulkhead.host.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a model's child JVMs are run.
 *
 * @param jvmOptions {@code parameters.jvm_options}; they win over the server's
 * @param variables {@code parameters.environment_variables}: beside the few that are inherited
 * @param memoryLimit {@code parameters.memory_limit}, in bytes: a child that takes more of the
 *     machine's memory, heap and all else, is replaced
 * @param pool {@code parameters.inference_pool_gid}: the models that name the same share their
 *     children
 * @param loadTimeout {@code parameters.load_timeout_seconds}: until it must be loaded in a child;
 *     empty: as all
 */
public record ChildOptions(
        List<String> jvmOptions,
        Map<String, String> variables,
        OptionalLong memoryLimit,
        Optional<String> pool,
        Optional<Duration> loadTimeout) {

    /** For children of a model's own. */
    public ChildOptions(
            List<String> jvmOptions, Map<String, String> variables, OptionalLong memoryLimit) {
        this(jvmOptions, variables, memoryLimit, Optional.empty(), Optional.empty());
    }

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
