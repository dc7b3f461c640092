package io.bulkhead.client;

import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.tensor.Tensor;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * A server's answer. Immutable.
 *
 * @param model who answered, with the version that the server chose
 * @param id of the request; empty if the server gives none
 * @param response outputs and parameters
 */
public record Reply(ModelId model, String id, InferenceResponse response) {
    /** The outputs, in the order of the answer. */
    public List<Tensor> outputs() {
        return response.outputs();
    }

    /**
     * The output of this name.
     *
     * @throws NoSuchElementException with the names that there are
     */
    public Tensor output(String name) {
        return find(name)
                .orElseThrow(
                        () ->
                                new NoSuchElementException(
                                        "model '"
                                                + model
                                                + "' gave no output '"
                                                + name
                                                + "', but "
                                                + outputs().stream().map(Tensor::name).toList()));
    }

    /** The output of this name, if there is one. */
    public Optional<Tensor> find(String name) {
        return outputs().stream().filter(output -> output.name().equals(name)).findFirst();
    }
}
