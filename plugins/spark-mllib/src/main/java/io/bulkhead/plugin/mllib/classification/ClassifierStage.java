package io.bulkhead.plugin.mllib.classification;

import io.bulkhead.plugin.mllib.format.MalformedModelException;
import io.bulkhead.plugin.mllib.format.Params;
import io.bulkhead.plugin.mllib.format.SavedStage;
import io.bulkhead.plugin.mllib.pipeline.Column;
import io.bulkhead.plugin.mllib.pipeline.Kernel;
import io.bulkhead.plugin.mllib.pipeline.PipelineBuilder;
import io.bulkhead.plugin.mllib.pipeline.Role;
import io.bulkhead.plugin.mllib.row.Cell;
import io.bulkhead.plugin.mllib.row.VectorBuffer;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A classifier in a pipeline: raw prediction, probability and prediction, thresholds heeded. */
public final class ClassifierStage implements Kernel {
    private final ClassScores scores;
    private final double @Nullable [] thresholds;
    private final int features;
    private final int raw;
    private final int probability;
    private final int prediction;
    private final int scratch;

    private ClassifierStage(
            ClassScores scores,
            double @Nullable [] thresholds,
            int features,
            int raw,
            int probability,
            int prediction,
            int scratch) {
        this.scores = scores;
        this.thresholds = thresholds;
        this.features = features;
        this.raw = raw;
        this.probability = probability;
        this.prediction = prediction;
        this.scratch = scratch;
    }

    /** Reads a classifier's own part of a folder. */
    @FunctionalInterface
    public interface Reader {
        ClassScores read(SavedStage saved) throws IOException;
    }

    /** Adds a classifier under the columns that its parameters name. */
    public static void add(SavedStage saved, PipelineBuilder pipeline, ClassScores scores)
            throws MalformedModelException {
        Params params = saved.params();
        int classes = scores.classCount();
        int features =
                pipeline.input(
                        Column.vector(
                                params.text("featuresCol", "features"), scores.featureCount()));
        Optional<String> rawColumn = params.column("rawPredictionCol");
        Optional<String> probabilityColumn =
                scores.hasProbabilities() ? params.column("probabilityCol") : Optional.empty();
        Optional<String> predictionColumn = params.column("predictionCol");
        int raw = pipeline.output(rawColumn, Column.vector(rawColumn.orElse(""), classes));
        int probability =
                pipeline.output(
                        probabilityColumn, Column.vector(probabilityColumn.orElse(""), classes));
        int prediction =
                pipeline.output(predictionColumn, Column.number(predictionColumn.orElse("")));
        ClassifierStage stage =
                new ClassifierStage(
                        scores,
                        thresholds(params, scores),
                        features,
                        raw,
                        probability,
                        prediction,
                        pipeline.scratch());
        pipeline.step(new int[] {features}, new int[] {raw, probability, prediction}, stage);
        pipeline.role(Role.DECISION_FUNCTION, raw);
        pipeline.role(Role.PREDICT, prediction);
        if (scores.hasProbabilities()) {
            pipeline.role(Role.PREDICT_PROBA, probability);
        }
    }

    private static double @Nullable [] thresholds(Params params, ClassScores scores)
            throws MalformedModelException {
        // Two thresholds of a logistic regression are one, which its scores know.
        if (!params.has("thresholds") || scores instanceof LogisticRegression.Binary) {
            return null;
        }
        double[] thresholds = params.numbers("thresholds");
        if (thresholds.length != scores.classCount()) {
            throw new MalformedModelException(
                    "parameter 'thresholds' has "
                            + thresholds.length
                            + " values for "
                            + scores.classCount()
                            + " classes");
        }
        return thresholds;
    }

    @Override
    public void apply(Cell[] row) {
        int classes = scores.classCount();
        VectorBuffer vector =
                scores.featureCount() == Column.ANY_SIZE
                        ? row[features].vector()
                        : row[features].vector(scores.featureCount());
        double[] rawValues = row[raw].startVector().dense(classes);
        scores.raw(vector, rawValues, row[scratch]);
        double[] probabilities = row[probability].startVector().dense(classes);
        if (scores.hasProbabilities()) {
            System.arraycopy(rawValues, 0, probabilities, 0, classes);
            scores.toProbabilities(probabilities);
        }
        row[prediction].setNumber(classOf(rawValues, probabilities));
    }

    private int classOf(double[] rawValues, double[] probabilities) {
        return thresholds == null
                ? scores.predict(rawValues, probabilities)
                : largestScaled(probabilities, thresholds);
    }

    /** The class whose probability is the largest multiple of its threshold. */
    private static int largestScaled(double[] probabilities, double[] thresholds) {
        int best = 0;
        double highest = Double.NaN;
        for (int i = 0; i < thresholds.length; i++) {
            double scaled =
                    thresholds[i] == 0
                            ? Double.POSITIVE_INFINITY
                            : probabilities[i] / thresholds[i];
            if (i == 0 || scaled > highest) {
                best = i;
                highest = scaled;
            }
        }
        return best;
    }
}
