package io.bulkhead.plugin.sklearn.delegate;

import io.bulkhead.api.Model;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Trees that another runtime computes: numbers, or of a classifier the probabilities that its
 * labels follow from.
 */
final class DelegatedTrees implements Estimator {
    private static final RequestContext WITHIN_A_CALL = new WithinCall();

    private final String name;
    private final Model trees;
    private final Optional<ClassLabels> classes;

    /**
     * @param trees closed with the model that is made of them
     * @param classes of a classifier
     */
    DelegatedTrees(String name, Model trees, Optional<ClassLabels> classes) {
        this.name = name;
        this.trees = trees;
        this.classes = classes;
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
        InferenceRequest request = InferenceRequest.of(Tensor.of("input-0", shape, rows.values()));
        Tensor answer =
                trees.predict(request, WITHIN_A_CALL).toCompletableFuture().join().outputs().get(0);
        if (classes.isEmpty()) {
            return new Matrix(rows.rows(), answer.size() / rows.rows(), answer.toDoubles(), false);
        }
        double[] probabilities = probabilities(answer);
        int count = classes.get().size();
        return method == Method.PREDICT_PROBA
                ? new Matrix(rows.rows(), count, probabilities, false)
                : classes.get().pick(largest(probabilities, count));
    }

    /** Of two classes only the second's is given. */
    private static double[] probabilities(Tensor answer) {
        double[] given = answer.toDoubles();
        if (answer.shape().rank() > 1) {
            return given;
        }
        double[] both = new double[2 * given.length];
        for (int i = 0; i < given.length; i++) {
            both[2 * i] = 1 - given[i];
            both[2 * i + 1] = given[i];
        }
        return both;
    }

    private static int[] largest(double[] probabilities, int count) {
        int[] largest = new int[probabilities.length / count];
        for (int row = 0; row < largest.length; row++) {
            for (int i = 1; i < count; i++) {
                if (probabilities[row * count + i] > probabilities[row * count + largest[row]]) {
                    largest[row] = i;
                }
            }
        }
        return largest;
    }

    /** Trees neither wait nor ask who calls. */
    private record WithinCall() implements RequestContext {
        @Override
        public Map<String, List<String>> headers() {
            return Map.of();
        }

        @Override
        public Optional<Duration> timeRemaining() {
            return Optional.empty();
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public void onCancel(Runnable action) {
            // never
        }
    }
}
