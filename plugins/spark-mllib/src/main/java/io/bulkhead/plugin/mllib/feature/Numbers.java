package io.bulkhead.plugin.mllib.feature;

import io.bulkhead.plugin.mllib.format.MalformedModelException;
import io.bulkhead.plugin.mllib.format.Params;
import io.bulkhead.plugin.mllib.format.SavedStage;
import io.bulkhead.plugin.mllib.parquet.Group;
import io.bulkhead.plugin.mllib.pipeline.Column;
import io.bulkhead.plugin.mllib.pipeline.PipelineBuilder;
import io.bulkhead.plugin.mllib.pipeline.Transform;
import io.bulkhead.plugin.mllib.row.Cell;
import io.bulkhead.plugin.mllib.row.VectorBuffer;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Transformers of columns of numbers. */
public final class Numbers {
    private Numbers() {}

    /** Binarizer, of numbers or vectors. */
    public static void readBinarizer(SavedStage saved, PipelineBuilder pipeline)
            throws MalformedModelException {
        Params params = saved.params();
        List<String> inputs = params.columns("inputCol", "inputCols");
        List<String> outputs = outputs(saved, inputs);
        boolean each = params.has("inputCols") && params.has("thresholds");
        double[] thresholds = each ? params.numbers("thresholds") : new double[0];
        boolean zerosStay = saved.majorVersion() < 3; // of sparse vectors, whatever the threshold
        for (int i = 0; i < inputs.size(); i++) {
            double threshold =
                    i < thresholds.length ? thresholds[i] : params.number("threshold", 0);
            Transform.add(
                    pipeline,
                    Column.any(inputs.get(i)),
                    Column.any(outputs.get(i)),
                    (from, to) -> binarize(from, to, threshold, zerosStay));
        }
    }

    private static void binarize(Cell from, Cell to, double threshold, boolean zerosStay) {
        if (!from.isVector()) {
            to.setNumber(from.number() > threshold ? 1 : 0);
            return;
        }
        VectorBuffer vector = from.vector();
        if (vector.isDense() || (threshold < 0 && !zerosStay)) {
            double[] values = to.startVector().dense(vector.size());
            vector.writeTo(values, 0);
            for (int i = 0; i < vector.size(); i++) {
                values[i] = values[i] > threshold ? 1 : 0;
            }
            return;
        }
        VectorBuffer flags = to.startVector();
        flags.sparse(vector.size());
        for (int i = 0; i < vector.count(); i++) {
            if (vector.value(i) > threshold) {
                flags.append(vector.index(i), 1);
            }
        }
    }

    /** Bucketizer; QuantileDiscretizer gives one as well. */
    public static void readBucketizer(SavedStage saved, PipelineBuilder pipeline)
            throws MalformedModelException {
        Params params = saved.params();
        List<String> inputs = params.columns("inputCol", "inputCols");
        List<String> outputs = outputs(saved, inputs);
        List<double[]> splits =
                params.has("inputCols")
                        ? params.numberLists("splitsArray")
                        : List.of(params.numbers("splits"));
        if (splits.size() != inputs.size()) {
            throw new MalformedModelException("a list of splits for each column is wanted");
        }
        boolean keeps = InvalidValues.of(saved).keeps();
        for (int i = 0; i < inputs.size(); i++) {
            double[] bounds = splits.get(i);
            if (bounds.length < 3) {
                throw new MalformedModelException("three splits at least are wanted");
            }
            Transform.add(
                    pipeline,
                    Column.number(inputs.get(i)),
                    Column.number(outputs.get(i)),
                    (from, to) -> to.setNumber(bucket(from, bounds, keeps)));
        }
    }

    private static int bucket(Cell cell, double[] bounds, boolean keeps) {
        double value = cell.number();
        int last = bounds.length - 1;
        if (Double.isNaN(value)) {
            if (keeps) {
                return last; // a bucket of its own
            }
            throw cell.refused("a number is wanted, found nothing or NaN");
        }
        if (value == bounds[last]) {
            return last - 1;
        }
        int found = Arrays.binarySearch(bounds, value == 0 ? 0.0 : value);
        int bucket = found >= 0 ? found : -found - 2;
        if (bucket < 0 || bucket >= last) {
            throw cell.refused(
                    value + " is outside of the splits, " + bounds[0] + " to " + bounds[last]);
        }
        return bucket;
    }

    /** ImputerModel: one value for each column, for what is missing. */
    public static void readImputer(SavedStage saved, PipelineBuilder pipeline) throws IOException {
        Params params = saved.params();
        List<String> inputs = params.columns("inputCol", "inputCols");
        List<String> outputs = outputs(saved, inputs);
        double missing = params.number("missingValue", Double.NaN);
        Group surrogates = saved.row();
        for (int i = 0; i < inputs.size(); i++) {
            double surrogate = surrogates.number(inputs.get(i));
            Transform.add(
                    pipeline,
                    Column.number(inputs.get(i)),
                    Column.number(outputs.get(i)),
                    (from, to) -> {
                        double value = from.number();
                        boolean isMissing =
                                from.isNothing()
                                        || value == missing
                                        || (Double.isNaN(value) && Double.isNaN(missing));
                        to.setNumber(isMissing ? surrogate : value);
                    });
        }
    }

    /** The names of a stage's outputs, one for each input. */
    static List<String> outputs(SavedStage saved, List<String> inputs)
            throws MalformedModelException {
        List<String> outputs =
                saved.params().has("inputCols")
                        ? saved.params().texts("outputCols")
                        : List.of(Transform.outputColumn(saved));
        if (outputs.size() != inputs.size()) {
            throw new MalformedModelException(
                    saved.kind()
                            + " has "
                            + inputs.size()
                            + " inputs and "
                            + outputs.size()
                            + " outputs");
        }
        return outputs;
    }
}
