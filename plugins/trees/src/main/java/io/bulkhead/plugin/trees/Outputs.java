package io.bulkhead.plugin.trees;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.RequestedOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which outputs a request gets: those that it asks for, under the names that it has for them.
 * Immutable.
 */
public final class Outputs {
    /** One output of an answer, under the name that the client has for it. */
    public record Wanted(OutputName output, String name) {}

    private final List<OutputName> legal;
    private final String byDefault;
    private final boolean fixed;
    private final Function<String, String> refusal;

    private Outputs(
            List<OutputName> legal,
            String byDefault,
            boolean fixed,
            Function<String, String> refusal) {
        this.legal = List.copyOf(legal);
        this.byDefault = byDefault;
        this.fixed = fixed;
        this.refusal = refusal;
    }

    /** All that the model has; {@code predict} for who asks for nothing. */
    public static Outputs of(List<OutputName> legal) {
        return new Outputs(
                legal,
                OutputName.PREDICT.wireName(),
                false,
                name -> "output '" + name + "': the model has " + listed(legal));
    }

    /** What is asked for by who asks for nothing. */
    public Outputs withDefault(String name) {
        return new Outputs(legal, name, fixed, refusal);
    }

    /** One answer, whatever is asked for, as some of MLServer's runtimes have it. */
    public Outputs ignoringRequests() {
        return new Outputs(legal, byDefault, true, refusal);
    }

    /** In other words than the usual. */
    public Outputs refusing(Function<String, String> words) {
        return new Outputs(legal, byDefault, fixed, words);
    }

    /** What the model has. */
    public List<OutputName> legal() {
        return legal;
    }

    /**
     * All are checked before anything is computed.
     *
     * @throws ServingException {@code INVALID_ARGUMENT} that lists what the model has
     */
    public List<Wanted> wanted(InferenceRequest request) {
        if (fixed || request.outputs().isEmpty()) {
            return List.of(new Wanted(checked(byDefault), byDefault));
        }
        List<Wanted> wanted = new ArrayList<>(request.outputs().size());
        for (RequestedOutput output : request.outputs()) {
            wanted.add(new Wanted(checked(output.name()), output.name()));
        }
        return wanted;
    }

    private OutputName checked(String name) {
        return OutputName.of(name)
                .filter(legal::contains)
                .orElseThrow(() -> ServingException.invalidArgument(refusal.apply(name)));
    }

    private static String listed(List<OutputName> names) {
        return names.stream()
                .map(name -> "'" + name.wireName() + "'")
                .collect(Collectors.joining(", "));
    }
}
