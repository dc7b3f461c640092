package io.bulkhead.api.inference;

import io.bulkhead.api.tensor.Tensor;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What a model answers. The server adds id, model name and version. Immutable; the memory of its
 * tensors must stay as it is until the server has written the answer, so a runtime that reuses
 * output buffers copies.
 *
 * @param outputs in the order in which they are to be sent
 * @param parameters of the answer as a whole. {@link Parameters#HEADERS} in it, an object of names
 *     with text, numbers, booleans or lists of such, leave as headers of the HTTP answer or as
 *     trailing metadata of the gRPC call and not in the body. Names consist of letters, digits and
 *     {@code -_.}; those that the wire itself needs, and {@code ce-*}, are not a model's to set and
 *     are left out. In a stream over HTTP they stay in the body.
 */
public record InferenceResponse(List<Tensor> outputs, Parameters parameters) {
    /** Copies the list. */
    public InferenceResponse {
        outputs = List.copyOf(outputs);
    }

    /** These outputs, without parameters. */
    public static InferenceResponse of(Tensor... outputs) {
        return new InferenceResponse(List.of(outputs), Parameters.empty());
    }

    /** These outputs, without parameters. */
    public static InferenceResponse of(List<Tensor> outputs) {
        return new InferenceResponse(outputs, Parameters.empty());
    }

    /** A stage that is complete already: what a model that computes at once returns. */
    public static CompletionStage<InferenceResponse> completed(Tensor... outputs) {
        return CompletableFuture.completedFuture(of(outputs));
    }
}
