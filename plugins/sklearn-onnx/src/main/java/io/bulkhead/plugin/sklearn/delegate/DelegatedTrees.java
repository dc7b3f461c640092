package io.bulkhead.plugin.sklearn.delegate;

import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Optional;
import java.util.Set;

/**
 * Trees that another runtime computes: numbers, or of a classifier the probabilities that its
 * labels follow from.
 */
final class DelegatedTrees implements Estimator {
    private static final String PREDICT = "predict";
    private static final String MARGIN = "margin";

    private final String name;
    private final Trees trees;
    private final Optional<ClassLabels> classes;
    private final boolean margins;
    private final double missing;

    /**
     * @param margins whether the probabilities are the softmax of what the trees add up to
     * @param missing the number that stands for none, beside NaN
     */
    private DelegatedTrees(
            String name,
            Trees trees,
            Optional<ClassLabels> classes,
            boolean margins,
            double missing) {
        this.name = name;
        this.trees = trees;
        this.classes = classes;
        this.margins = margins;
        this.missing = missing;
    }

    /** Trees that give numbers. */
    static DelegatedTrees numbers(String name, Trees trees) {
        return new DelegatedTrees(name, trees, Optional.empty(), false, Double.NaN);
    }

    /** Trees that give probabilities; of two classes only the second's. */
    static DelegatedTrees probabilities(String name, Trees trees, ClassLabels classes) {
        return new DelegatedTrees(name, trees, Optional.of(classes), false, Double.NaN);
    }

    /** Trees that give classes, but add up to the logarithms of their probabilities. */
    static DelegatedTrees margins(String name, Trees trees, ClassLabels classes) {
        return new DelegatedTrees(name, trees, Optional.of(classes), true, Double.NaN);
    }

    /** The same for rows in which a number stands for none. */
    DelegatedTrees withMissing(double number) {
        return new DelegatedTrees(name, trees, classes, margins, number);
    }

    @Override
    public Set<Method> methods() {
        return classes.isPresent()
                ? Set.of(Method.PREDICT, Method.PREDICT_PROBA)
                : Set.of(Method.PREDICT);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix rows = input.numbers(name);
        Shape shape = Shape.of(rows.rows(), rows.columns());
        Tensor features = Tensor.of("input-0", shape, present(rows.values()));
        Tensor answer = trees.answer(margins ? MARGIN : PREDICT, features);
        boolean single = answer.datatype() == Datatype.FP32;
        if (classes.isEmpty()) {
            int width = rows.rows() == 0 ? 1 : answer.size() / rows.rows();
            return new Matrix(rows.rows(), width, answer.toDoubles(), single);
        }
        int count = classes.get().size();
        double[] probabilities = probabilities(answer.toDoubles(), rows.rows());
        return method == Method.PREDICT_PROBA
                ? new Matrix(rows.rows(), count, probabilities, single)
                : classes.get().pick(Rows.argMax(probabilities, count));
    }

    private double[] present(double[] values) {
        if (Double.isNaN(missing)) {
            return values;
        }
        double[] present = values.clone();
        for (int i = 0; i < present.length; i++) {
            if ((float) present[i] == (float) missing) {
                present[i] = Double.NaN;
            }
        }
        return present;
    }

    private double[] probabilities(double[] given, int rows) {
        if (margins) {
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
