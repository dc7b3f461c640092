package io.bulkhead.plugin.mllib.feature;

import io.bulkhead.plugin.mllib.format.MalformedModelException;
import io.bulkhead.plugin.mllib.format.Params;
import io.bulkhead.plugin.mllib.format.SavedStage;
import io.bulkhead.plugin.mllib.parquet.Group;
import io.bulkhead.plugin.mllib.pipeline.Column;
import io.bulkhead.plugin.mllib.pipeline.PipelineBuilder;
import io.bulkhead.plugin.mllib.pipeline.Transform;
import io.bulkhead.plugin.mllib.row.Cell;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** TargetEncoderModel: categories by what the target was like for them. */
public final class TargetEncoding {
    /** The category that stands for all of them. */
    private static final double ALL = Integer.MAX_VALUE;

    private TargetEncoding() {}

    /** A line of data for each column: categories, how often they were there, and their targets. */
    public static void read(SavedStage saved, PipelineBuilder pipeline) throws IOException {
        List<String> inputs = saved.params().columns("inputCol", "inputCols");
        List<String> outputs = Numbers.outputs(saved, inputs);
        InvalidValues invalid = InvalidValues.of(saved);
        Map<Integer, Group> lines = new HashMap<>();
        for (Group line : saved.data()) {
            lines.put(line.whole("index"), line);
        }
        for (int i = 0; i < inputs.size(); i++) {
            Group line = lines.get(i);
            if (line == null) {
                throw new MalformedModelException(
                        saved.kind() + " knows no categories of column '" + inputs.get(i) + "'");
            }
            Map<Double, Double> encodings = encodings(line, saved.params());
            Transform.add(
                    pipeline,
                    Column.number(inputs.get(i)),
                    Column.number(outputs.get(i)),
                    (from, to) -> to.setNumber(encoded(from, encodings, invalid)));
        }
    }

    /** Each drawn towards that of all, the more so the fewer there were. */
    private static Map<Double, Double> encodings(Group line, Params params) throws IOException {
        double smoothing = params.number("smoothing", 0);
        boolean counted = params.text("targetType", "binary").equals("binary");
        double[] categories = line.numbers("categories");
        double[] counts = line.numbers("counts");
        double[] targets = line.numbers("stats");
        if (counts.length != categories.length || targets.length != categories.length) {
            throw new MalformedModelException("categories without a target");
        }
        int all = 0;
        while (all < categories.length && categories[all] != ALL) {
            all++;
        }
        if (all == categories.length) {
            throw new MalformedModelException("no target of all categories");
        }
        double prior = counted ? targets[all] / counts[all] : targets[all];
        Map<Double, Double> encodings = new HashMap<>();
        for (int i = 0; i < categories.length; i++) {
            double own = counted ? targets[i] / counts[i] : targets[i];
            double weight = smoothing == 0 ? 1 : counts[i] / (counts[i] + smoothing);
            encodings.put(categories[i], weight * own + (1 - weight) * prior);
        }
        return encodings;
    }

    private static double encoded(Cell cell, Map<Double, Double> encodings, InvalidValues invalid) {
        Double known = cell.isNothing() ? null : encodings.get(cell.number() + 0.0);
        if (known != null) {
            return known;
        }
        if (!invalid.keeps()) {
            throw cell.refused("a category is wanted that the model has seen");
        }
        return encodings.getOrDefault(ALL, 0.0);
    }
}
