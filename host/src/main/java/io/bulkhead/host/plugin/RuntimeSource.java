package io.bulkhead.host.plugin;

import io.bulkhead.api.Isolation;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.environment.Environment;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A runtime and the plugin that it comes from.
 *
 * @param name the runtime's
 * @param implementations further names that it answers to
 * @param artifacts well-known file names, best first
 * @param isolations where its models may live
 * @param findsArtifacts whether it looks itself for a {@code uri} that leads nowhere here
 */
public record RuntimeSource(
        Environment environment,
        String name,
        Set<String> implementations,
        List<String> artifacts,
        Isolation defaultIsolation,
        Set<Isolation> isolations,
        boolean findsArtifacts) {

    /** One whose artefacts are files. */
    public RuntimeSource(
            Environment environment,
            String name,
            Set<String> implementations,
            List<String> artifacts,
            Isolation defaultIsolation,
            Set<Isolation> isolations) {
        this(environment, name, implementations, artifacts, defaultIsolation, isolations, false);
    }

    /** Copies what is not one. */
    public RuntimeSource {
        isolations = Set.copyOf(isolations);
        implementations = Set.copyOf(implementations);
        artifacts = List.copyOf(artifacts);
    }

    static RuntimeSource of(Environment environment, RuntimeFactory factory) {
        Set<Isolation> allowed = allowed(environment, factory);
        return new RuntimeSource(
                environment,
                factory.name(),
                factory.implementations(),
                factory.artifacts(),
                // One that allows a single isolation need not name it twice.
                allowed.size() == 1 ? allowed.iterator().next() : factory.defaultIsolation(),
                allowed,
                factory.findsArtifacts());
    }

    /** What both the plugin's descriptor and the runtime allow. */
    private static Set<Isolation> allowed(Environment environment, RuntimeFactory factory) {
        Set<Isolation> allowed = new HashSet<>(factory.isolations());
        allowed.retainAll(environment.isolations());
        if (allowed.isEmpty()) {
            throw ServingException.loadFailed(
                    "runtime '"
                            + factory.name()
                            + "' allows isolation "
                            + words(factory.isolations())
                            + ", and its plugin's descriptor allows "
                            + words(environment.isolations())
                            + ": nothing is left",
                    null);
        }
        return allowed;
    }

    private static String words(Set<Isolation> isolations) {
        return isolations.stream()
                .map(one -> one.name().toLowerCase(Locale.ROOT))
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /**
     * Why a model of this runtime cannot live there; empty if it can.
     *
     * @param because why it would
     */
    public Optional<String> refusal(Isolation isolation, String because) {
        return isolations.contains(isolation)
                ? Optional.empty()
                : Optional.of(
                        "runtime '"
                                + name
                                + "' of plugin '"
                                + environment.label()
                                + "' does not run "
                                + (isolation == Isolation.PROCESS
                                        ? "in a child JVM"
                                        : "in the server's JVM")
                                + ", and "
                                + because
                                + "; it allows isolation "
                                + words(isolations));
    }

    /** Whether this is what a model's settings call so. */
    public boolean answersTo(String implementation) {
        return name.equals(implementation) || implementations.contains(implementation);
    }

    /** The same runtime, made of something else. */
    RuntimeSource in(Environment other) {
        return new RuntimeSource(
                other,
                name,
                implementations,
                artifacts,
                defaultIsolation,
                isolations,
                findsArtifacts);
    }
}
