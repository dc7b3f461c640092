package io.bulkhead.plugin.sklearn.tree;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Set;

/** A regression tree, or the mean of several; of one or more outputs. */
public final class TreeRegressor implements Estimator {
    private final TreeFile trees;

    private TreeRegressor(TreeFile trees) {
        this.trees = trees;
    }

    public static TreeRegressor read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        return new TreeRegressor(TreeFile.read(attributes, false));
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.PREDICT);
    }

    @Override
    public Values apply(Method method, Values input) {
        double[] means = trees.mean(input);
        return new Matrix(input.rows(), trees.trees().width(), means, false);
    }
}
