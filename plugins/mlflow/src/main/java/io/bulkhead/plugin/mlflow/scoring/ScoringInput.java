package io.bulkhead.plugin.mlflow.scoring;

import io.bulkhead.api.tensor.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a body holds, before it is cast to a signature. */
sealed interface ScoringInput {
    /**
     * A data frame.
     *
     * @param isNamed whether its columns have names of their own, and not just their numbers
     */
    record Frame(Map<String, Series> columns, boolean isNamed) implements ScoringInput {
        /** Of columns with names. */
        Frame(Map<String, Series> columns) {
            this(columns, true);
        }

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
