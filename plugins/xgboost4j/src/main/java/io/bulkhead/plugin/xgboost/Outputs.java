package io.bulkhead.plugin.xgboost;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.RequestedOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which outputs a request gets: those that it asks for, by default {@code predict}. A model under
 * one of MLServer's names has MLServer's outputs and refuses others in its words.
 *
 * @param legal what the model has
 */
record Outputs(List<OutputName> legal, boolean asMlserver) {
    /** One output of an answer, under the name that the client has for it. */
    record Wanted(OutputName output, String name) {}

    private static final List<OutputName> OF_MLSERVER =
            List.of(OutputName.PREDICT, OutputName.PREDICT_PROBA);

    static Outputs of(List<OutputName> available, boolean asMlserver) {
        List<OutputName> legal = new ArrayList<>(available);
        if (asMlserver) {
            legal.retainAll(OF_MLSERVER);
        }
        return new Outputs(List.copyOf(legal), asMlserver);
    }

    /** All are checked before anything is computed. */
    List<Wanted> wanted(InferenceRequest request) {
        if (request.outputs().isEmpty()) {
            return List.of(new Wanted(OutputName.PREDICT, OutputName.PREDICT.wireName()));
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
                .orElseThrow(() -> ServingException.invalidArgument(refusal(name)));
    }

    private String refusal(String name) {
        if (!asMlserver) {
            return "output '" + name + "': the model has " + names();
        }
        return name.equals(OutputName.PREDICT_PROBA.wireName())
                ? "XGBRegressor models do not support 'predict_proba', only 'predict'"
                : "XGBoostModel only supports 'predict' and 'predict_proba' as outputs ("
                        + name
                        + " was received)";
    }

    private String names() {
        return legal.stream()
                .map(name -> "'" + name.wireName() + "'")
                .collect(Collectors.joining(", "));
    }
}
