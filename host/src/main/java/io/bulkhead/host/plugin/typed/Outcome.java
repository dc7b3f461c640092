package io.bulkhead.host.plugin.typed;

import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.typed.adapter.Result;
import java.util.List;

/** How what a method returned becomes an answer. */
interface Outcome {
    /**
     * @param model whose answer it is
     * @param value not null
     */
    InferenceResponse answer(ReflectedModel model, Object value, InferenceRequest request);

    /** The outputs that it has. */
    List<Result<?>> outputs();

    /** Whether outputs are only known when it answers. */
    default boolean givesOthers() {
        return false;
    }
}
