package com.example;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.typed.ModelRuntime;
import io.bulkhead.api.typed.Predict;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * MLServer's numpyro example: a Bayesian regression of divorce rates, served from the samples of its
 * posterior. It answers with the mean of the predictive distribution.
 */
@ModelRuntime(value = "numpyro", implementations = "models.NumpyroModel")
public final class NumpyroModel {
    private final double[] intercept;
    private final double[] slopeOfMarriage;
    private final double[] slopeOfAge;

    NumpyroModel(ModelContext context) throws IOException {
        Map<String, double[]> samples =
                new ObjectMapper()
                        .readerForMapOf(double[].class)
                        .readValue(context.artifact().toFile());
        this.intercept = samples.get("a");
        this.slopeOfMarriage = samples.getOrDefault("bM", new double[intercept.length]);
        this.slopeOfAge = samples.getOrDefault("bA", new double[intercept.length]);
    }

    @Predict(computeOnly = true)
    double predict(Optional<double[]> marriage, Optional<double[]> age) {
        double meanMarriage = mean(marriage);
        double meanAge = mean(age);
        double sum = 0;
        for (int i = 0; i < intercept.length; i++) {
            sum += intercept[i] + slopeOfMarriage[i] * meanMarriage + slopeOfAge[i] * meanAge;
        }
        return sum / intercept.length;
    }

    private static double mean(Optional<double[]> values) {
        return values.map(Arrays::stream).flatMap(all -> all.average().stream().boxed().findFirst()).orElse(0.0);
    }
}
