package com.example.typed;

import io.bulkhead.api.typed.Predict;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One vector in, one number out, and later. */
public final class RowSums {
    @Predict(perRow = true)
    CompletionStage<Double> sum(float[] x, String name) {
        double sum = name.length();
        for (float value : x) {
            sum += value;
        }
        return CompletableFuture.completedFuture(sum);
    }
}
