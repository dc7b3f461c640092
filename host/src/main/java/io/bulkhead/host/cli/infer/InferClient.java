package io.bulkhead.host.cli.infer;

import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.codec.json.ParsedResponse;

/** Asks a server over one of the protocol's wires. Thread-safe. */
interface InferClient extends AutoCloseable {
    /**
     * Whether the model is there and ready.
     *
     * @throws InferFailure if not, or if it cannot be found out
     */
    void requireReady(ModelId model) throws InferFailure, InterruptedException;

    /** One request, one answer; asks once. */
    ParsedResponse infer(ModelId model, InferenceRequest request)
            throws InferFailure, InterruptedException;

    @Override
    void close();
}
