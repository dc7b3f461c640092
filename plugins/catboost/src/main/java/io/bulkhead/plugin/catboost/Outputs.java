package io.bulkhead.plugin.catboost;

import io.bulkhead.api.ModelSettings;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.RequestedOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which outputs a request gets: those that it asks for. A model under one of MLServer's names
 * answers as there with one output, whatever is asked for; {@code extra.predict_fn} says which, as
 * it does for requests that ask for none.
 */
record Outputs(String byDefault, boolean fixed) {
    static Outputs of(ModelSettings settings, Set<String> mlserverNames) {
        String byDefault =
                settings.extra().getString("predict_fn").orElse(OutputName.PREDICT.wireName());
        return new Outputs(byDefault, mlserverNames.contains(settings.implementation()));
    }

    /**
     * All are checked before anything is computed.
     *
     * @param legal what the model has
     */
    List<OutputName> wanted(InferenceRequest request, List<OutputName> legal) {
        if (fixed || request.outputs().isEmpty()) {
            return List.of(checked(byDefault, legal));
        }
        List<OutputName> wanted = new ArrayList<>();
        for (RequestedOutput output : request.outputs()) {
            wanted.add(checked(output.name(), legal));
        }
        return wanted;
    }

    private static OutputName checked(String name, List<OutputName> legal) {
        return OutputName.of(name)
                .filter(legal::contains)
                .orElseThrow(
                        () ->
                                ServingException.invalidArgument(
                                        "output '" + name + "': the model has " + names(legal)));
    }

    private static String names(List<OutputName> legal) {
        return legal.stream()
                .map(name -> "'" + name.wireName() + "'")
                .collect(Collectors.joining(", "));
    }
}
