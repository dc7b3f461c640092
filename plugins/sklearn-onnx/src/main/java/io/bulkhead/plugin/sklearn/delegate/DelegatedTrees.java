package io.bulkhead.plugin.sklearn.delegate;

import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.TensorValues;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Trees that another runtime computes: numbers, or of a classifier the probabilities that its
 * labels follow from.
 */
final class DelegatedTrees implements Estimator {
    /** What the other runtime's predictions are to this estimator. */
    private enum Kind {
        NUMBERS,
        /** Of two classes only the second's. */
        PROBABILITIES,
        /** The same, and what the trees add up to is the decision function. */
        SCORED_PROBABILITIES,
        /** Classes; what the trees add up to are the logarithms of their probabilities. */
        CLASSES,
        /** Of each label one, any number of which a row may have. */
        LABEL_PROBABILITIES
    }

    private static final double HALF = 0.5;

    private final BoosterRows rows;
    private final Trees trees;
    private final Optional<ClassLabels> classes;
    private final Kind kind;

    /**
     * @param rows how rows become requests
     */
    private DelegatedTrees(
            BoosterRows rows, Trees trees, Optional<ClassLabels> classes, Kind kind) {
        this.rows = rows;
        this.trees = trees;
        this.classes = classes;
        this.kind = kind;
    }

    /** Trees that give numbers. */
    static DelegatedTrees numbers(String name, Trees trees) {
        return new DelegatedTrees(BoosterRows.of(name), trees, Optional.empty(), Kind.NUMBERS);
    }

    /** Trees that give probabilities; of two classes only the second's. */
    static DelegatedTrees probabilities(String name, Trees trees, ClassLabels classes) {
        return new DelegatedTrees(
                BoosterRows.of(name), trees, Optional.of(classes), Kind.PROBABILITIES);
    }

    /** The same for estimators with a decision function. */
    static DelegatedTrees scores(String name, Trees trees, ClassLabels classes) {
        return new DelegatedTrees(
                BoosterRows.of(name), trees, Optional.of(classes), Kind.SCORED_PROBABILITIES);
    }

    /** Trees that give the probabilities of several labels. */
    static DelegatedTrees flags(String name, Trees trees) {
        return new DelegatedTrees(
                BoosterRows.of(name), trees, Optional.empty(), Kind.LABEL_PROBABILITIES);
    }

    /** Trees that give classes, but add up to the logarithms of their probabilities. */
    static DelegatedTrees margins(String name, Trees trees, ClassLabels classes) {
        return new DelegatedTrees(BoosterRows.of(name), trees, Optional.of(classes), Kind.CLASSES);
    }

    /** The same where this number, and what a sparse matrix does not hold, stand for none. */
    DelegatedTrees withMissing(double number) {
        return new DelegatedTrees(
                new BoosterRows(rows.wantedBy(), number, true), trees, classes, kind);
    }

    @Override
    public Set<Method> methods() {
        Set<Method> methods = EnumSet.of(Method.PREDICT);
        if (kind != Kind.NUMBERS) {
            methods.add(Method.PREDICT_PROBA);
        }
        if (kind == Kind.SCORED_PROBABILITIES) {
            methods.add(Method.DECISION_FUNCTION);
        }
        methods.addAll(trees.explanations());
        return methods;
    }

    @Override
    public List<TensorMetadata> inputs() {
        return trees.inputs();
    }

    @Override
    public Values apply(Method method, Values input) {
        InferenceRequest features = rows.numbers(input, trees);
        return switch (method) {
            case PREDICT -> predictions(features);
            case PREDICT_PROBA ->
                    kind == Kind.LABEL_PROBABILITIES
                            ? matrix(trees.answer(Method.PREDICT, features))
                            : probabilities(features);
            case DECISION_FUNCTION -> matrix(trees.answer(Method.MARGIN, features));
            default -> new TensorValues(trees.answer(method, features));
        };
    }

    private Values predictions(InferenceRequest features) {
        if (classes.isPresent()) {
            Matrix shares = probabilities(features);
            return classes.get().pick(Rows.argMax(shares.values(), shares.columns()));
        }
        Matrix answer = matrix(trees.answer(Method.PREDICT, features));
        return kind == Kind.LABEL_PROBABILITIES ? flags(answer) : answer;
    }

    private static Matrix flags(Matrix probabilities) {
        double[] flags = probabilities.values().clone();
        for (int i = 0; i < flags.length; i++) {
            flags[i] = flags[i] > HALF ? 1 : 0;
        }
        return new Matrix(probabilities.rows(), probabilities.columns(), flags, false);
    }

    private static Matrix matrix(Tensor answer) {
        int rows = Math.toIntExact(answer.shape().dimension(0));
        int width = rows == 0 ? 1 : answer.size() / rows;
        return new Matrix(rows, width, answer.toDoubles(), answer.datatype() == Datatype.FP32);
    }

    private Matrix probabilities(InferenceRequest features) {
        Method asked = kind == Kind.CLASSES ? Method.MARGIN : Method.PREDICT;
        Matrix answer = matrix(trees.answer(asked, features));
        double[] values = probabilities(answer.values(), answer.rows());
        int width = answer.rows() == 0 ? answer.columns() : values.length / answer.rows();
        return new Matrix(answer.rows(), width, values, answer.single());
    }

    private double[] probabilities(double[] given, int rows) {
        if (kind == Kind.CLASSES) {
            return Rows.softmaxed(given, given.length / Math.max(1, rows));
        }
        return given.length == rows ? bothClasses(given) : given;
    }

    private static double[] bothClasses(double[] second) {
        double[] both = new double[2 * second.length];
        for (int i = 0; i < second.length; i++) {
            both[2 * i] = 1 - second[i];
            both[2 * i + 1] = second[i];
        }
        return both;
    }
}
