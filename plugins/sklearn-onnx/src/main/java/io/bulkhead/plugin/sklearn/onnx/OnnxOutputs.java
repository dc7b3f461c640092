package io.bulkhead.plugin.sklearn.onnx;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestedOutput;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The names of a graph's outputs, and those that MLServer's clients know them by: converters of
 * scikit-learn call them label, probabilities and variable.
 */
final class OnnxOutputs {
    private static final Map<String, List<String>> ALIASES =
            Map.of(
                    "predict", List.of("label", "output_label", "variable"),
                    "predict_proba", List.of("probabilities", "output_probability"),
                    "transform", List.of("variable"));

    private final Set<String> names;
    private final String predictFunction;

    OnnxOutputs(Set<String> names, String predictFunction) {
        this.names = new LinkedHashSet<>(names);
        this.predictFunction = predictFunction;
    }

    /**
     * What to answer with: what the request asks for; else what predicts; else all there is, as for
     * a graph of another origin.
     */
    List<RequestedOutput> wanted(InferenceRequest request) {
        if (!request.outputs().isEmpty()) {
            return request.outputs();
        }
        if (find(predictFunction).isPresent()) {
            return List.of(output(predictFunction));
        }
        return names.stream().map(OnnxOutputs::output).toList();
    }

    private static RequestedOutput output(String name) {
        return new RequestedOutput(name, Parameters.empty());
    }

    /** The graph's own name of an output. */
    String require(String name) {
        return find(name)
                .orElseThrow(
                        () ->
                                ServingException.invalidArgument(
                                        "model has no output '"
                                                + name
                                                + "', only "
                                                + String.join(", ", names)));
    }

    private Optional<String> find(String name) {
        return names.contains(name)
                ? Optional.of(name)
                : ALIASES.getOrDefault(name, List.of()).stream()
                        .filter(names::contains)
                        .findFirst();
    }
}
