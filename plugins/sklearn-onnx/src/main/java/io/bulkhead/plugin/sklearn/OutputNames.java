package io.bulkhead.plugin.sklearn;

import io.bulkhead.api.ModelSettings;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestedOutput;
import io.bulkhead.plugin.sklearn.estimator.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which outputs a request may ask for, and which it gets when it asks for none. Under MLServer's
 * names of the runtime these are MLServer's, under our own all that there are.
 */
final class OutputNames {
    private static final Set<String> OF_MLSERVER = Set.of("predict", "predict_proba", "transform");

    private final String predictFunction;
    private final boolean asMlserver;

    private OutputNames(String predictFunction, boolean asMlserver) {
        this.predictFunction = predictFunction;
        this.asMlserver = asMlserver;
    }

    /**
     * By the model's {@code extra.predict_fn}, else {@code predict}; of what only transforms {@code
     * transform}, where MLServer's clients would get an error.
     *
     * @param methods that the estimator has
     */
    static OutputNames of(ModelSettings settings, Set<Method> methods) {
        boolean asMlserver = settings.implementation().startsWith("mlserver_sklearn.");
        boolean transforms =
                !asMlserver
                        && !methods.contains(Method.PREDICT)
                        && methods.contains(Method.TRANSFORM);
        Method usual = transforms ? Method.TRANSFORM : Method.PREDICT;
        return new OutputNames(
                settings.extra().getString("predict_fn").orElse(usual.pythonName()), asMlserver);
    }

    /** The outputs to answer with, in order. */
    List<RequestedOutput> wanted(InferenceRequest request) {
        if (request.outputs().isEmpty()) {
            return List.of(new RequestedOutput(predictFunction, Parameters.empty()));
        }
        for (RequestedOutput output : request.outputs()) {
            requireLegal(output.name());
        }
        return request.outputs();
    }

    private void requireLegal(String name) {
        if (asMlserver && !isLegal(name)) {
            throw ServingException.invalidArgument(
                    "SKLearnModel only supports 'predict', 'predict_proba' and 'transform' as"
                            + " outputs ("
                            + name
                            + " was received)");
        }
    }

    private boolean isLegal(String name) {
        return OF_MLSERVER.contains(name) || name.equals(predictFunction);
    }

    /** What a client may ask this estimator for, in the order of the methods. */
    List<String> legal(Set<Method> methods) {
        List<String> legal = new ArrayList<>();
        for (Method method : Method.values()) {
            String name = method.pythonName();
            if (methods.contains(method) && (!asMlserver || isLegal(name))) {
                legal.add(name);
            }
        }
        return legal;
    }
}
