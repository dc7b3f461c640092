package io.bulkhead.host.controlplane.golden;

import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * A request and what a model has to answer.
 *
 * @param outputs that must be in the answer; others may be
 * @param refusal if the request is to be refused: what the reason must contain
 */
public record GoldenSample(
        InferenceRequest request,
        List<Tensor> outputs,
        Optional<String> refusal,
        Tolerance tolerance) {
    /** Copies the list. */
    public GoldenSample {
        outputs = List.copyOf(outputs);
    }
}
