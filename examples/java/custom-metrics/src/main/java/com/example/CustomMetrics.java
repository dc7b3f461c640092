package com.example;

import io.bulkhead.api.ModelMetrics;
import io.bulkhead.api.typed.Predict;
import java.util.Arrays;

/** Registers a metric when it is loaded and logs to it with every request. */
public final class CustomMetrics {
    private static final String METRIC = "my_custom_metric";

    private final ModelMetrics metrics;

    CustomMetrics(ModelMetrics metrics) {
        this.metrics = metrics;
        metrics.register(METRIC, "This is a custom metric example");
    }

    @Predict
    double total(double[] amounts) {
        double total = Arrays.stream(amounts).sum();
        metrics.log(METRIC, total);
        return total;
    }
}
