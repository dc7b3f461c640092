package io.bulkhead.plugin.mlflow.value;

import io.bulkhead.api.codec.Table;
import io.bulkhead.api.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What goes into a model, or comes out: the three forms that MLflow's flavors know. */
public sealed interface Payload {
    /** A data frame. */
    record Frame(Table table) implements Payload {}

    /** One array. */
    record Array(Tensor tensor) implements Payload {}

    /** Arrays by name, in order. */
    record Named(Map<String, Tensor> tensors) implements Payload {
        /** Copies the map. */
        public Named {
            tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        }
    }
}
