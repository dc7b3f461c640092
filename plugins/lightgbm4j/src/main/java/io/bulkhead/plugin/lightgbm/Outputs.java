package io.bulkhead.plugin.lightgbm;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.RequestedOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which outputs a request gets: those that it asks for, by default {@code predict}. A model under
 * one of MLServer's names answers that as there, whatever is asked for.
 *
 * @param legal what the model has
 */
record Outputs(List<OutputName> legal, boolean asMlserver) {
    /** One output of an answer, under the name that the client has for it. */
    record Wanted(OutputName output, String name) {}

    private static final Wanted PREDICT =
            new Wanted(OutputName.PREDICT, OutputName.PREDICT.wireName());

    static Outputs of(List<OutputName> available, boolean asMlserver) {
        return new Outputs(
                asMlserver ? List.of(OutputName.PREDICT) : List.copyOf(available), asMlserver);
    }

    /** All are checked before anything is computed. */
    List<Wanted> wanted(InferenceRequest request) {
        if (asMlserver || request.outputs().isEmpty()) {
            return List.of(PREDICT);
        }
        List<Wanted> wanted = new ArrayList<>();
        for (RequestedOutput output : request.outputs()) {
            wanted.add(new Wanted(checked(output.name()), output.name()));
        }
        return wanted;
    }

    private OutputName checked(String name) {
        return OutputName.of(name)
                .filter(legal::contains)
                .orElseThrow(
                        () ->
                                ServingException.invalidArgument(
                                        "output '" + name + "': the model has " + names()));
    }

    private String names() {
        return legal.stream()
                .map(name -> "'" + name.wireName() + "'")
                .collect(Collectors.joining(", "));
    }
}
