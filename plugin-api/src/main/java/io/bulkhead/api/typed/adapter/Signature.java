package io.bulkhead.api.typed.adapter;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestedOutput;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.tensor.Tensor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The inputs and outputs of a method, and what a request must keep to. Immutable and safe for use
 * by many threads.
 */
public final class Signature {
    private final List<Argument<?>> inputs;
    private final Map<String, Argument<?>> inputsByName = new HashMap<>();
    private final boolean takesOthers;
    private final List<Result<?>> outputs;
    private final boolean givesOthers;

    /**
     * @param inputs in order
     * @param takesOthers whether inputs of other names are taken, too
     * @param outputs in order
     * @param givesOthers whether what it answers is only known when it does
     * @throws IllegalArgumentException if two inputs or two outputs have one name
     */
    public Signature(
            List<Argument<?>> inputs,
            boolean takesOthers,
            List<Result<?>> outputs,
            boolean givesOthers) {
        this.inputs = List.copyOf(inputs);
        this.takesOthers = takesOthers;
        this.outputs = List.copyOf(outputs);
        this.givesOthers = givesOthers;
        for (Argument<?> input : inputs) {
            if (inputsByName.put(input.name(), input) != null) {
                throw new IllegalArgumentException("two inputs '" + input.name() + "'");
            }
        }
        Set<String> names = new HashSet<>();
        for (Result<?> output : outputs) {
            if (!names.add(output.name())) {
                throw new IllegalArgumentException("two outputs '" + output.name() + "'");
            }
        }
    }

    /** What is known before any request. */
    ModelMetadata metadata() {
        return new ModelMetadata(
                "",
                inputs.stream().map(Argument::metadata).flatMap(Optional::stream).toList(),
                outputs.stream().map(Result::metadata).flatMap(Optional::stream).toList(),
                Parameters.empty());
    }

    /**
     * @throws ServingException {@code INVALID_ARGUMENT} for inputs that are missing, unknown or
     *     there twice, and for outputs that there are not
     */
    void check(InferenceRequest request) {
        List<Tensor> found = request.inputs();
        int known = 0;
        while (known < found.size()
                && known < inputs.size()
                && found.get(known).name().equals(inputs.get(known).name())) {
            known++;
        }
        if (known < found.size() || known < inputs.size()) {
            checkEach(found);
        }
        if (!request.outputs().isEmpty() && !givesOthers) {
            request.outputs().forEach(this::checkOutput);
        }
    }

    private void checkEach(List<Tensor> found) {
        Set<String> names = new HashSet<>();
        for (Tensor input : found) {
            if (!takesOthers && !inputsByName.containsKey(input.name())) {
                throw ServingException.invalidArgument(
                        "input '"
                                + input.name()
                                + "' is not one of the model's; it takes "
                                + wanted());
            }
            if (!names.add(input.name())) {
                throw ServingException.invalidArgument(
                        "input '" + input.name() + "' is there twice");
            }
        }
        for (Argument<?> input : inputs) {
            if (input.required() && !names.contains(input.name())) {
                throw ServingException.invalidArgument(
                        "input '" + input.name() + "' is missing; the model takes " + wanted());
            }
        }
    }

    private String wanted() {
        return inputs.isEmpty()
                ? "none"
                : inputs.stream()
                        .map(
                                input ->
                                        "'"
                                                + input.name()
                                                + (input.required() ? "'" : "' (optional)"))
                        .collect(Collectors.joining(", "));
    }

    private void checkOutput(RequestedOutput wanted) {
        if (outputs.stream().noneMatch(output -> output.name().equals(wanted.name()))) {
            throw ServingException.invalidArgument(
                    "output '"
                            + wanted.name()
                            + "' is not one of the model's; it gives "
                            + outputs.stream()
                                    .map(output -> "'" + output.name() + "'")
                                    .collect(Collectors.joining(", ")));
        }
    }

    /** The inputs that no parameter takes. */
    InferenceRequest others(InferenceRequest request) {
        return request.withInputs(
                request.inputs().stream()
                        .filter(input -> !inputsByName.containsKey(input.name()))
                        .toList());
    }
}
