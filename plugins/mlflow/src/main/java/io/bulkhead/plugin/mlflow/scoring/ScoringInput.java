package io.bulkhead.plugin.mlflow.scoring;

import io.bulkhead.api.tensor.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a body holds, before it is cast to a signature. */
sealed interface ScoringInput {
    /** A data frame. */
    record Frame(Map<String, Series> columns) implements ScoringInput {
        /** Copies the map. */
        public Frame {
            columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        }
    }

    /** One array. */
    record Array(Shape shape, Series values) implements ScoringInput {}

    /** Arrays by name. */
    record Named(Map<String, Array> arrays) implements ScoringInput {
        /** Copies the map. */
        public Named {
            arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
        }
    }
}
