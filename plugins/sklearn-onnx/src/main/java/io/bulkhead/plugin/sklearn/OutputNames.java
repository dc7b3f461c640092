package io.bulkhead.plugin.sklearn;

import io.bulkhead.api.ModelSettings;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestedOutput;
import java.util.List;
import java.util.Set;

/** Which outputs a request may ask for, and which it gets when it asks for none. */
final class OutputNames {
    private static final Set<String> LEGAL = Set.of("predict", "predict_proba", "transform");

    private final String predictFunction;

    private OutputNames(String predictFunction) {
        this.predictFunction = predictFunction;
    }

    /** By the model's {@code extra.predict_fn}, else {@code predict}. */
    static OutputNames of(ModelSettings settings) {
        return new OutputNames(settings.extra().getString("predict_fn").orElse("predict"));
    }

    /** The outputs to answer with, in order. */
    List<RequestedOutput> wanted(InferenceRequest request) {
        if (request.outputs().isEmpty()) {
            return List.of(new RequestedOutput(predictFunction, Parameters.empty()));
        }
        request.outputs().forEach(output -> requireLegal(output.name()));
        return request.outputs();
    }

    private void requireLegal(String name) {
        if (!LEGAL.contains(name) && !name.equals(predictFunction)) {
            throw ServingException.invalidArgument(
                    "SKLearnModel only supports 'predict', 'predict_proba' and 'transform' as"
                            + " outputs ("
                            + name
                            + " was received)");
        }
    }
}
