package io.bulkhead.host.dataplane;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestedOutput;
import io.bulkhead.api.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Triton's classification extension: an output that is asked for with the parameter {@code
 * classification} comes as the largest of its values, each as text. The model does not see the
 * parameter.
 */
final class Classification {
    private static final String PARAMETER = "classification";

    private final Map<String, Integer> wanted;
    private final Function<String, List<String>> labels;

    private Classification(Map<String, Integer> wanted, Function<String, List<String>> labels) {
        this.wanted = wanted;
        this.labels = labels;
    }

    /**
     * What a request asks for; empty for most requests, at next to no cost.
     *
     * @param labels the names of an output's classes, as far as they are known
     * @throws ServingException {@code INVALID_ARGUMENT} if the parameter is no such number
     */
    static Optional<Classification> of(
            InferenceRequest request, Function<String, List<String>> labels) {
        Map<String, Integer> wanted = Map.of();
        for (int i = 0; i < request.outputs().size(); i++) {
            RequestedOutput output = request.outputs().get(i);
            int classes = output.parameters().isEmpty() ? 0 : classes(output);
            if (classes > 0) {
                wanted = wanted.isEmpty() ? new HashMap<>() : wanted;
                wanted.put(output.name(), classes);
            }
        }
        return wanted.isEmpty()
                ? Optional.empty()
                : Optional.of(new Classification(wanted, labels));
    }

    /** 0 if it is not asked for. */
    private static int classes(RequestedOutput output) {
        Optional<Object> given = output.parameters().get(PARAMETER);
        if (given.isEmpty()) {
            return 0;
        }
        if (given.get() instanceof Long number && number >= 0) {
            return (int) Math.min(number, Integer.MAX_VALUE);
        }
        throw ServingException.invalidArgument(
                "output '"
                        + output.name()
                        + "': parameter 'classification' is how many classes are wanted, an integer"
                        + " of 0 or more; found "
                        + (given.get() instanceof Number number ? number : "no integer"));
    }

    /** The request as the model is to get it. */
    InferenceRequest plain(InferenceRequest request) {
        List<RequestedOutput> outputs = new ArrayList<>(request.outputs().size());
        for (RequestedOutput output : request.outputs()) {
            outputs.add(new RequestedOutput(output.name(), output.parameters().without(PARAMETER)));
        }
        return request.withOutputs(outputs);
    }

    /**
     * The model's answer as the client is to get it.
     *
     * @throws ServingException {@code INVALID_ARGUMENT} if an output has no numbers
     */
    InferenceResponse classified(InferenceResponse response) {
        List<Tensor> outputs = new ArrayList<>(response.outputs().size());
        for (Tensor output : response.outputs()) {
            Integer classes = wanted.get(output.name());
            outputs.add(
                    classes == null
                            ? output
                            : TopClasses.of(output, classes, labels.apply(output.name())));
        }
        return new InferenceResponse(outputs, response.parameters());
    }
}
