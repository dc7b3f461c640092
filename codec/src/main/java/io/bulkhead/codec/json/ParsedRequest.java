package io.bulkhead.codec.json;

import io.bulkhead.api.inference.InferenceRequest;

/**
 * A request and what it says of its answer's form, which is no business of the model.
 *
 * @param request its tensors may lie in the memory of the body
 */
public record ParsedRequest(InferenceRequest request, BinaryOutputs binaryOutputs) {}
