package io.bulkhead.plugin.xgboost;

import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.trees.OutputName;
import io.bulkhead.plugin.xgboost.format.ModelDocument;
import io.bulkhead.plugin.xgboost.kernel.Predictor;
import java.util.List;

/** Gives class labels and probabilities, as {@code XGBClassifier} does in version 2.1. */
record Classifier(Predictor predictor, Kind kind) implements Estimator {
    /** How labels and probabilities follow from predictions. */
    enum Kind {
        /** One probability for each row, that of class 1. */
        BINARY(Datatype.INT64),
        /** A probability for each class. */
        MULTI_CLASS(Datatype.INT64),
        /** Class numbers are predicted at once. */
        MULTI_CLASS_LABELS(Datatype.INT32),
        /** A probability for each label, and any number of labels for a row. */
        MULTI_LABEL(Datatype.FP64);

        private final Datatype labels;

        Kind(Datatype labels) {
            this.labels = labels;
        }
    }

    static Classifier of(ModelDocument document, Predictor predictor) {
        return new Classifier(predictor, kindOf(document, predictor));
    }

    private static Kind kindOf(ModelDocument document, Predictor predictor) {
        if (document.objective().equals("multi:softmax")) {
            return Kind.MULTI_CLASS_LABELS;
        }
        if (predictor.predictionCount() == 1) {
            return Kind.BINARY;
        }
        // The wrapper takes fewer than three classes for labels, even those of multi:softprob.
        return document.classCount() > 2 ? Kind.MULTI_CLASS : Kind.MULTI_LABEL;
    }

    @Override
    public Tensor predictions(String name, FeatureRows rows) {
        int count = rows.count();
        float[] predictions = predictor.predict(rows.values(), count);
        return switch (kind) {
            case BINARY -> Tensor.of(name, Shape.of(count), aboveHalf(predictions));
            case MULTI_CLASS -> Tensor.of(name, Shape.of(count), largest(predictions, count));
            case MULTI_CLASS_LABELS -> Tensor.of(name, Shape.of(count), toInts(predictions));
            case MULTI_LABEL ->
                    Tensor.of(
                            name, Shape.of(count, predictor.predictionCount()), flags(predictions));
        };
    }

    @Override
    public boolean hasProbabilities() {
        return true;
    }

    @Override
    public Tensor probabilities(String name, FeatureRows rows) {
        int count = rows.count();
        if (kind == Kind.MULTI_CLASS_LABELS) {
            Shape shape = Shape.of(count, predictor.outputCount());
            return Tensor.of(name, shape, predictor.softmax(rows.values(), count));
        }
        float[] predictions = predictor.predict(rows.values(), count);
        if (kind == Kind.BINARY) {
            return Tensor.of(name, Shape.of(count, 2), bothClasses(predictions));
        }
        return Tensor.of(name, Shape.of(count, predictor.predictionCount()), predictions);
    }

    private static long[] aboveHalf(float[] predictions) {
        long[] labels = new long[predictions.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = predictions[i] > 0.5f ? 1 : 0;
        }
        return labels;
    }

    private static double[] flags(float[] predictions) {
        double[] labels = new double[predictions.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = predictions[i] > 0.5f ? 1 : 0;
        }
        return labels;
    }

    private static int[] toInts(float[] predictions) {
        int[] labels = new int[predictions.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (int) predictions[i];
        }
        return labels;
    }

    private long[] largest(float[] predictions, int rowCount) {
        int width = predictor.predictionCount();
        long[] labels = new long[rowCount];
        for (int row = 0; row < rowCount; row++) {
            int best = 0;
            for (int i = 1; i < width; i++) {
                if (predictions[row * width + i] > predictions[row * width + best]) {
                    best = i;
                }
            }
            labels[row] = best;
        }
        return labels;
    }

    private static float[] bothClasses(float[] predictions) {
        float[] both = new float[2 * predictions.length];
        for (int i = 0; i < predictions.length; i++) {
            both[2 * i] = 1 - predictions[i];
            both[2 * i + 1] = predictions[i];
        }
        return both;
    }

    @Override
    public List<TensorMetadata> outputs() {
        int labelWidth = kind == Kind.MULTI_LABEL ? predictor.predictionCount() : 1;
        int probabilityWidth = kind == Kind.BINARY ? 2 : predictor.outputCount();
        return List.of(
                described(OutputName.PREDICT, kind.labels, labelWidth),
                described(OutputName.PREDICT_PROBA, Datatype.FP32, probabilityWidth));
    }

    private static TensorMetadata described(OutputName output, Datatype datatype, int width) {
        Shape shape = Shape.of(Shape.ANY, width);
        return new TensorMetadata(output.wireName(), datatype, shape, Parameters.empty());
    }
}
