package io.bulkhead.plugin.catboost;

import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.catboost.format.ClassLabels;
import io.bulkhead.plugin.catboost.format.ModelDocument;
import io.bulkhead.plugin.catboost.format.ModelInfo;
import io.bulkhead.plugin.trees.MalformedModelException;
import io.bulkhead.plugin.trees.OutputName;
import io.bulkhead.plugin.trees.Outputs;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/**
 * Gives class labels and probabilities, as {@code CatBoostClassifier} does.
 *
 * @param dimension of the raw values
 * @param border from which raw value on a row is of the second of two classes
 */
record Classifier(Kind kind, int dimension, double border, LabelColumn labels)
        implements Estimator {
    private static final Set<String> LOSSES =
            Set.of(
                    "Logloss",
                    "CrossEntropy",
                    "Focal",
                    "MultiClass",
                    "MultiClassOneVsAll",
                    "MultiLogloss",
                    "MultiCrossEntropy");

    /** How labels and probabilities follow from raw values. */
    enum Kind {
        /** One value for each row. */
        BINARY,
        /** One value for each class, which compete. */
        MULTI_CLASS,
        /** One value for each class, each against all others. */
        ONE_VERSUS_ALL,
        /** One value for each label, and any number of labels for a row. */
        MULTI_LABEL
    }

    static boolean isOne(ModelInfo info) {
        return info.labels().isPresent() || LOSSES.contains(info.lossFunction());
    }

    static Classifier of(ModelDocument document) throws MalformedModelException {
        ModelInfo info = document.info();
        int dimension = document.dimension();
        int classes = Math.max(2, dimension);
        ClassLabels labels = info.labels().orElseGet(() -> ClassLabels.numbers(classes));
        Kind kind = kindOf(info.lossFunction(), dimension);
        if (kind != Kind.MULTI_LABEL && labels.names().size() < classes) {
            throw new MalformedModelException(
                    labels.names().size() + " class labels for " + classes + " classes");
        }
        double border = -Math.log(1 / info.probabilityThreshold() - 1);
        return new Classifier(kind, dimension, border, LabelColumn.of(labels));
    }

    private static Kind kindOf(String loss, int dimension) {
        return switch (loss) {
            case "MultiLogloss", "MultiCrossEntropy" -> Kind.MULTI_LABEL;
            case "MultiClassOneVsAll" -> Kind.ONE_VERSUS_ALL;
            default -> dimension == 1 ? Kind.BINARY : Kind.MULTI_CLASS;
        };
    }

    @Override
    public List<OutputName> names() {
        return List.of(OutputName.PREDICT, OutputName.PREDICT_PROBA, OutputName.PREDICT_LOG_PROBA);
    }

    @Override
    public Tensor answer(Outputs.Wanted wanted, double[] raw, RowShape rows) {
        if (wanted.output() == OutputName.PREDICT) {
            return labels(wanted.name(), raw, rows);
        }
        double[] values =
                wanted.output() == OutputName.PREDICT_PROBA ? probabilities(raw) : logs(raw);
        return Tensor.of(wanted.name(), rows.of(probabilityCount()), values);
    }

    private Tensor labels(String name, double[] raw, RowShape rows) {
        return switch (kind) {
            case BINARY -> labels.tensor(name, rows.ofOne(), greaterThan(border, raw));
            case MULTI_CLASS, ONE_VERSUS_ALL ->
                    labels.tensor(name, rows.of(1), largest(raw, rows.count()));
            case MULTI_LABEL -> Tensor.of(name, rows.of(dimension), flags(raw));
        };
    }

    private static int[] greaterThan(double border, double[] raw) {
        int[] classes = new int[raw.length];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = raw[i] > border ? 1 : 0;
        }
        return classes;
    }

    private static long[] flags(double[] raw) {
        long[] flags = new long[raw.length];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = raw[i] > 0 ? 1 : 0;
        }
        return flags;
    }

    private int[] largest(double[] raw, int rowCount) {
        int[] classes = new int[rowCount];
        for (int row = 0; row < rowCount; row++) {
            int first = row * dimension;
            int best = 0;
            for (int i = 1; i < dimension; i++) {
                if (raw[first + i] > raw[first + best]) {
                    best = i;
                }
            }
            classes[row] = best;
        }
        return classes;
    }

    private double[] probabilities(double[] raw) {
        return switch (kind) {
            case BINARY -> ofBoth(raw, Classifier::sigmoid);
            case MULTI_CLASS -> softmax(raw);
            case ONE_VERSUS_ALL, MULTI_LABEL -> ofEach(raw, Classifier::sigmoid);
        };
    }

    private double[] logs(double[] raw) {
        return switch (kind) {
            case BINARY -> ofBoth(raw, Classifier::logOfSigmoid);
            case MULTI_CLASS -> ofEach(softmax(raw), Math::log);
            case ONE_VERSUS_ALL, MULTI_LABEL -> ofEach(raw, Classifier::logOfSigmoid);
        };
    }

    private static double[] ofBoth(double[] raw, DoubleUnaryOperator function) {
        double[] values = new double[2 * raw.length];
        for (int i = 0; i < raw.length; i++) {
            values[2 * i] = function.applyAsDouble(-raw[i]);
            values[2 * i + 1] = function.applyAsDouble(raw[i]);
        }
        return values;
    }

    private static double[] ofEach(double[] raw, DoubleUnaryOperator function) {
        double[] values = new double[raw.length];
        for (int i = 0; i < raw.length; i++) {
            values[i] = function.applyAsDouble(raw[i]);
        }
        return values;
    }

    /** Without the loss of digits of the logarithm of what is near one. */
    private static double logOfSigmoid(double value) {
        return value < 0 ? value - Math.log1p(Math.exp(value)) : -Math.log1p(Math.exp(-value));
    }

    private static double sigmoid(double value) {
        return 1 / (1 + Math.exp(-value));
    }

    private double[] softmax(double[] raw) {
        double[] values = new double[raw.length];
        for (int first = 0; first < raw.length; first += dimension) {
            double largest = raw[first];
            for (int i = first + 1; i < first + dimension; i++) {
                largest = Math.max(largest, raw[i]);
            }
            double sum = 0;
            for (int i = first; i < first + dimension; i++) {
                values[i] = Math.exp(raw[i] - largest);
                sum += values[i];
            }
            for (int i = first; i < first + dimension; i++) {
                values[i] /= sum;
            }
        }
        return values;
    }

    private int probabilityCount() {
        return kind == Kind.BINARY ? 2 : dimension;
    }

    @Override
    public List<TensorMetadata> outputs() {
        boolean several = kind == Kind.MULTI_LABEL;
        Datatype datatype = several ? Datatype.INT64 : labels.datatype();
        return List.of(
                Estimator.described(OutputName.PREDICT, datatype, several ? dimension : 1),
                Estimator.described(OutputName.PREDICT_PROBA, Datatype.FP64, probabilityCount()),
                Estimator.described(
                        OutputName.PREDICT_LOG_PROBA, Datatype.FP64, probabilityCount()));
    }
}
