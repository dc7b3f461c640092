package io.bulkhead.plugin.mllib.feature;

import io.bulkhead.plugin.mllib.format.SavedStage;
import io.bulkhead.plugin.mllib.parquet.Group;
import io.bulkhead.plugin.mllib.pipeline.Column;
import io.bulkhead.plugin.mllib.pipeline.PipelineBuilder;
import io.bulkhead.plugin.mllib.pipeline.StageReader;
import io.bulkhead.plugin.mllib.pipeline.Transform;
import java.io.IOException;

/** RFormulaModel: a pipeline of its own, and the label, which only those who ask for it need. */
public final class Formula {
    private Formula() {}

    /**
     * @param stages reads the pipeline inside
     */
    public static void read(SavedStage saved, PipelineBuilder pipeline, StageReader stages)
            throws IOException {
        stages.read(saved.child("pipelineModel"), pipeline);
        Group formula = saved.row();
        String label = formula.has("label") ? formula.text("label") : "";
        String column = saved.params().text("labelCol", "label");
        boolean made = pipeline.writes(column);
        if (!made && !label.isEmpty() && !label.equals(column)) {
            Transform.add(
                    pipeline,
                    Column.number(label),
                    Column.number(column),
                    (from, to) -> to.setNumber(from.number()));
        }
        pipeline.transformed(saved.params().text("featuresCol", "features"));
    }
}
