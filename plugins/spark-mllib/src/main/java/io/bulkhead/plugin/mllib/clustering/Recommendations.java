package io.bulkhead.plugin.mllib.clustering;

import io.bulkhead.plugin.mllib.format.MalformedModelException;
import io.bulkhead.plugin.mllib.format.SavedStage;
import io.bulkhead.plugin.mllib.linear.RegressionStage;
import io.bulkhead.plugin.mllib.parquet.Group;
import io.bulkhead.plugin.mllib.pipeline.Column;
import io.bulkhead.plugin.mllib.pipeline.PipelineBuilder;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** ALSModel: the rating that a user would give an item; NaN where one of them is not known. */
public final class Recommendations {
    private Recommendations() {}

    public static void read(SavedStage saved, PipelineBuilder pipeline) throws IOException {
        if (!(saved.extra("rank").orElse("") instanceof Long rank)) {
            throw new MalformedModelException("its rank is missing");
        }
        Map<Integer, float[]> users = factors(saved, "userFactors", rank);
        Map<Integer, float[]> items = factors(saved, "itemFactors", rank);
        int user = pipeline.input(Column.number(saved.params().text("userCol", "user")));
        int item = pipeline.input(Column.number(saved.params().text("itemCol", "item")));
        int prediction = RegressionStage.prediction(saved, pipeline);
        pipeline.step(
                new int[] {user, item},
                new int[] {prediction},
                row -> {
                    float[] ofUser = users.get((int) row[user].whole());
                    float[] ofItem = items.get((int) row[item].whole());
                    row[prediction].setSingle(
                            ofUser == null || ofItem == null ? Float.NaN : dot(ofUser, ofItem));
                });
    }

    private static Map<Integer, float[]> factors(SavedStage saved, String folder, long rank)
            throws IOException {
        Map<Integer, float[]> factors = new HashMap<>();
        for (Group row : saved.rows(folder)) {
            double[] values = row.numbers("features");
            if (values.length != rank) {
                throw new MalformedModelException(
                        rank + " factors are wanted, found " + values.length);
            }
            float[] singles = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                singles[i] = (float) values[i];
            }
            factors.put(row.whole("id"), singles);
        }
        return factors;
    }

    private static float dot(float[] a, float[] b) {
        float sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
