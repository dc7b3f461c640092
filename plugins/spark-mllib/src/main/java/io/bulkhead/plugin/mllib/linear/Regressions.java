package io.bulkhead.plugin.mllib.linear;

import io.bulkhead.plugin.mllib.classification.FactorizationMachine;
import io.bulkhead.plugin.mllib.format.LinearAlgebra;
import io.bulkhead.plugin.mllib.format.SavedStage;
import io.bulkhead.plugin.mllib.parquet.Group;
import io.bulkhead.plugin.mllib.pipeline.Column;
import io.bulkhead.plugin.mllib.pipeline.PipelineBuilder;
import io.bulkhead.plugin.mllib.row.VectorBuffer;
import java.io.IOException;
import java.util.Optional;

/** Regressions by a sum of products, but for the generalised ones. */
public final class Regressions {
    private Regressions() {}

    /** LinearRegressionModel. */
    public static void readLinear(SavedStage saved, PipelineBuilder pipeline) throws IOException {
        Group row = saved.row();
        double[] coefficients = LinearAlgebra.vector(row, "coefficients");
        double intercept = row.number("intercept");
        RegressionStage.add(
                saved,
                pipeline,
                coefficients.length,
                features -> features.dot(coefficients) + intercept);
    }

    /** FMRegressionModel. */
    public static void readFactorizationMachine(SavedStage saved, PipelineBuilder pipeline)
            throws IOException {
        FactorizationMachine machine = FactorizationMachine.read(saved);
        RegressionStage.add(saved, pipeline, machine.featureCount(), machine::margin);
    }

    /** AFTSurvivalRegressionModel: times to failure, and their quantiles. */
    public static void readSurvival(SavedStage saved, PipelineBuilder pipeline) throws IOException {
        Group row = saved.row();
        double[] coefficients = LinearAlgebra.vector(row, "coefficients");
        double intercept = row.number("intercept");
        double scale = row.number("scale");
        RegressionStage.add(
                saved,
                pipeline,
                coefficients.length,
                features -> time(features, coefficients, intercept));
        Optional<String> quantiles = saved.params().column("quantilesCol");
        if (quantiles.isEmpty()) {
            return;
        }
        double[] factors = saved.params().numbers("quantileProbabilities");
        for (int i = 0; i < factors.length; i++) {
            factors[i] = Math.exp(Math.log(-Math.log1p(-factors[i])) * scale);
        }
        String column = saved.params().text("featuresCol", "features");
        int features = pipeline.input(Column.vector(column, coefficients.length));
        int to = pipeline.output(Column.vector(quantiles.get(), factors.length));
        pipeline.step(
                features,
                to,
                cells -> {
                    VectorBuffer given = cells[features].vector(coefficients.length);
                    double time = time(given, coefficients, intercept);
                    double[] times = cells[to].startVector().dense(factors.length);
                    for (int i = 0; i < factors.length; i++) {
                        times[i] = time * factors[i];
                    }
                });
    }

    private static double time(VectorBuffer features, double[] coefficients, double intercept) {
        return Math.exp(features.dot(coefficients) + intercept);
    }
}
