package io.bulkhead.host.runtime.process;

import io.bulkhead.host.config.ChildOptions;
import io.bulkhead.host.runtime.InstanceSpec;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * What child JVMs are like, and how many there are: what models must agree on to share them.
 *
 * @param javaHome the Java that they run on; empty: the server's
 */
record PoolShape(Optional<Path> javaHome, ChildOptions options, int workers) {

    /** As this model wants them. */
    static PoolShape of(InstanceSpec spec, int workers) {
        return new PoolShape(spec.javaHome(), spec.definition().child(), Math.max(1, workers));
    }

    /** On what a model that wants those does not agree, with both its values; empty if on all. */
    Optional<String> difference(PoolShape wanted) {
        ChildOptions theirs = wanted.options();
        if (!javaHome.equals(wanted.javaHome)) {
            return difference("java_home", shown(javaHome), shown(wanted.javaHome));
        }
        if (!options.jvmOptions().equals(theirs.jvmOptions())) {
            return difference("jvm_options", options.jvmOptions(), theirs.jvmOptions());
        }
        if (!options.variables().equals(theirs.variables())) {
            return difference("environment_variables", names(options), names(theirs));
        }
        if (!options.memoryLimit().equals(theirs.memoryLimit())) {
            return difference(
                    "memory_limit_bytes",
                    shown(options.memoryLimit()),
                    shown(theirs.memoryLimit()));
        }
        return workers == wanted.workers
                ? Optional.empty()
                : difference("parallel_workers", workers, wanted.workers);
    }

    private static Optional<String> difference(String setting, Object ours, Object theirs) {
        return Optional.of(setting + " " + ours + ", not " + theirs);
    }

    private static String shown(Optional<Path> path) {
        return path.map(Path::toString).orElse("of the server");
    }

    private static String shown(OptionalLong limit) {
        return limit.isPresent() ? Long.toString(limit.getAsLong()) : "none";
    }

    /** Without their values, which may be secrets and are what differs if the names do not. */
    private static String names(ChildOptions options) {
        return new TreeSet<>(options.variables().keySet()) + " with their values";
    }
}
