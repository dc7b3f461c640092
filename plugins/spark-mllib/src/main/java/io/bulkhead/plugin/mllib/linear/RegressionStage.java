package io.bulkhead.plugin.mllib.linear;

import io.bulkhead.plugin.mllib.format.MalformedModelException;
import io.bulkhead.plugin.mllib.format.SavedStage;
import io.bulkhead.plugin.mllib.pipeline.Column;
import io.bulkhead.plugin.mllib.pipeline.PipelineBuilder;
import io.bulkhead.plugin.mllib.pipeline.Role;
import io.bulkhead.plugin.mllib.row.VectorBuffer;
import java.util.Optional;

/** A predictor in a pipeline that makes one number of a vector. */
public final class RegressionStage {
    private RegressionStage() {}

    /** A number for a vector. */
    @FunctionalInterface
    public interface Regression {
        double predict(VectorBuffer features);
    }

    /** Adds a regression under the columns that its parameters name. */
    public static void add(
            SavedStage saved, PipelineBuilder pipeline, int featureCount, Regression regression)
            throws MalformedModelException {
        String column = saved.params().text("featuresCol", "features");
        int features = pipeline.input(Column.vector(column, featureCount));
        int prediction = prediction(saved, pipeline);
        pipeline.step(
                features,
                prediction,
                row ->
                        row[prediction].setNumber(
                                regression.predict(row[features].vector(featureCount))));
    }

    /** The column of predictions, which is what a client gets. */
    public static int prediction(SavedStage saved, PipelineBuilder pipeline)
            throws MalformedModelException {
        Optional<String> name = saved.params().column("predictionCol");
        int prediction = pipeline.output(name, Column.number(name.orElse("")));
        pipeline.role(Role.PREDICT, prediction);
        return prediction;
    }
}
