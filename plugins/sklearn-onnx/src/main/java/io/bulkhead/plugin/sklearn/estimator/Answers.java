package io.bulkhead.plugin.sklearn.estimator;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.TensorValues;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.List;
import java.util.Set;

/** Answers of estimators as numbers, and numbers as answers. */
public final class Answers {
    /** What every classifier with probabilities can be asked for. */
    public static final Set<Method> OF_CLASSIFIER =
            Set.of(Method.PREDICT, Method.PREDICT_PROBA, Method.PREDICT_LOG_PROBA);

    private Answers() {}

    /** All numbers of an answer, row by row; the array is only to be read. */
    public static double[] numbers(Values answer) {
        if (answer instanceof Matrix matrix) {
            return matrix.values();
        }
        if (answer instanceof TensorValues values) {
            return values.tensor().numbers().toDoubles();
        }
        return answer.numbers("an estimator").values();
    }

    /** Whether an answer's numbers are of single precision. */
    public static boolean areSingle(Values answer) {
        return answer instanceof Matrix matrix
                ? matrix.single()
                : answer instanceof TensorValues values
                        && values.tensor().datatype() == Datatype.FP32;
    }

    /** Whether all of these answers are of single precision, so that what is made of them is. */
    public static boolean areSingle(List<? extends Values> answers) {
        return answers.stream().allMatch(Answers::areSingle);
    }

    /** The numbers of each answer; the arrays are only to be read. */
    public static List<double[]> numbersOf(List<? extends Values> answers) {
        return answers.stream().map(Answers::numbers).toList();
    }

    /** Which of these classes an answer of labels names, row by row. */
    public static int[] classes(Values answer, ClassLabels classes) {
        if (answer instanceof TensorValues values) {
            return classes.indices(values.tensor());
        }
        throw new IllegalStateException("an answer of labels is a tensor");
    }

    /** The class with the highest probability, the probabilities, or their logarithms. */
    public static Values ofProbabilities(
            Method method, ClassLabels classes, double[] probabilities) {
        return ofProbabilities(method, classes, probabilities, false);
    }

    /**
     * The same in the precision that the probabilities have.
     *
     * @param single whether that is single precision
     */
    public static Values ofProbabilities(
            Method method, ClassLabels classes, double[] probabilities, boolean single) {
        if (method == Method.PREDICT) {
            return classes.pick(Rows.argMax(probabilities, classes.size()));
        }
        Matrix matrix = Rows.matrix(probabilities, classes.size()).asSingle(single);
        return method == Method.PREDICT_LOG_PROBA ? Rows.log(matrix) : matrix;
    }

    /** The same from logarithms of what is proportional to the probabilities. */
    public static Values ofLogs(Method method, ClassLabels classes, double[] logs) {
        if (method == Method.PREDICT) {
            return classes.pick(Rows.argMax(logs, classes.size()));
        }
        return method == Method.PREDICT_LOG_PROBA
                ? Rows.matrix(Rows.normalizeLogs(logs, classes.size()), classes.size())
                : Rows.matrix(Rows.softmaxed(logs, classes.size()), classes.size());
    }

    /** Python has an array for each output there, of which MLServer makes no tensor. */
    public static ServingException noTensor(Method method, int outputs) {
        return ServingException.unprocessable(
                "'"
                        + method.pythonName()
                        + "' of a classifier with "
                        + outputs
                        + " outputs is one array for each, which is no tensor");
    }

    /** One whole number for each row. */
    public static Values wholeNumbers(long[] numbers) {
        return new TensorValues(Tensor.of("", Shape.of(numbers.length), numbers));
    }

    /** 1 where a number is above the threshold, else 0. */
    public static Values above(Matrix matrix, double threshold) {
        double[] flags = new double[matrix.values().length];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = matrix.values()[i] > threshold ? 1 : 0;
        }
        return wholeNumbers(Rows.matrix(flags, matrix.columns()));
    }

    /** The numbers of a matrix, which are whole ones. */
    public static Values wholeNumbers(Matrix matrix) {
        long[] numbers = new long[matrix.values().length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (long) matrix.values()[i];
        }
        return new TensorValues(Tensor.of("", Shape.of(matrix.rows(), matrix.columns()), numbers));
    }

    /** One whole number of 32 bits for each row. */
    public static Values wholeNumbers(int[] numbers) {
        return new TensorValues(Tensor.of("", Shape.of(numbers.length), numbers));
    }

    /** 1 for the rows whose score is not below zero, -1 for the outliers. */
    public static Values inliers(double[] scores) {
        long[] answers = new long[scores.length];
        for (int row = 0; row < answers.length; row++) {
            answers[row] = scores[row] < 0 ? -1 : 1;
        }
        return wholeNumbers(answers);
    }
}
