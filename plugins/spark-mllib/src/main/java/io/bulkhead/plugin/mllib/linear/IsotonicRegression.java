package io.bulkhead.plugin.mllib.linear;

import io.bulkhead.plugin.mllib.format.MalformedModelException;
import io.bulkhead.plugin.mllib.format.SavedStage;
import io.bulkhead.plugin.mllib.parquet.Group;
import io.bulkhead.plugin.mllib.pipeline.Column;
import io.bulkhead.plugin.mllib.pipeline.PipelineBuilder;
import io.bulkhead.plugin.mllib.row.Cell;
import java.io.IOException;
import java.util.Arrays;

/**
 * IsotonicRegressionModel: a curve through points, flat beyond its ends.
 *
 * @param boundaries ascending
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record IsotonicRegression(double[] boundaries, double[] predictions) {
    /** Checks that there are as many of both. */
    public static IsotonicRegression of(double[] boundaries, double[] predictions)
            throws MalformedModelException {
        if (boundaries.length == 0 || boundaries.length != predictions.length) {
            throw new MalformedModelException("boundaries and predictions do not fit");
        }
        return new IsotonicRegression(boundaries, predictions);
    }

    public static void read(SavedStage saved, PipelineBuilder pipeline) throws IOException {
        Group row = saved.row();
        IsotonicRegression curve = of(row.numbers("boundaries"), row.numbers("predictions"));
        int index = saved.params().whole("featureIndex", 0);
        int feature = pipeline.input(Column.any(saved.params().text("featuresCol", "features")));
        int prediction = RegressionStage.prediction(saved, pipeline);
        pipeline.step(
                feature,
                prediction,
                cells -> cells[prediction].setNumber(curve.predict(value(cells[feature], index))));
    }

    private static double value(Cell feature, int index) {
        if (!feature.isVector()) {
            return feature.number();
        }
        if (index < 0 || index >= feature.vector().size()) {
            throw feature.refused("a vector of more than " + index + " values is wanted");
        }
        return feature.vector().at(index);
    }

    public double predict(double feature) {
        int found = Arrays.binarySearch(boundaries, feature);
        if (found >= 0) {
            return predictions[found];
        }
        int after = -found - 1;
        if (after == 0) {
            return predictions[0];
        }
        if (after == boundaries.length) {
            return predictions[after - 1];
        }
        double share =
                (feature - boundaries[after - 1]) / (boundaries[after] - boundaries[after - 1]);
        return predictions[after - 1] + (predictions[after] - predictions[after - 1]) * share;
    }
}
