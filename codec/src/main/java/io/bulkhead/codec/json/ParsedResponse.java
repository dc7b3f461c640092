package io.bulkhead.codec.json;

import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.metadata.ModelId;

/**
 * The answer of a server.
 *
 * @param model who answered
 * @param id of the request; empty if the server gives none
 */
public record ParsedResponse(ModelId model, String id, InferenceResponse response) {}
