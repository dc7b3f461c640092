package com.example.typed;

import io.bulkhead.api.typed.Predict;

/** Answers that cannot be sent. */
public final class Faults {
    @Predict
    float[][] answer(String kind) {
        return switch (kind) {
            case "ragged" -> new float[][] {{1, 2}, {3}};
            case "null row" -> new float[][] {{1, 2}, null};
            case "null" -> null;
            case "empty" -> new float[0][];
            default -> throw new IllegalStateException("secret of the model");
        };
    }
}
