package io.bulkhead.plugin.sklearn.text;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.SparseMatrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Set;

/** Weights of terms for counts that another step made. */
public final class TfidfTransformer implements Estimator {
    private final Features features;
    private final TermWeights weights;

    /** Whether rows that are not sparse keep single precision, as from scikit-learn 1.5 on. */
    private final boolean keepsSingle;

    private TfidfTransformer(Features features, TermWeights weights, boolean keepsSingle) {
        this.keepsSingle = keepsSingle;
        this.features = features;
        this.weights = weights;
    }

    public static TfidfTransformer read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Features features = Features.of(attributes);
        TermWeights weights = TermWeights.of(attributes, features.count());
        return new TfidfTransformer(features, weights, attributes.writtenBy(1, 5));
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        Values rows = features.finiteOrSparse(input);
        if (rows instanceof SparseMatrix sparse) {
            return weights.apply(sparse);
        }
        Matrix dense = rows.numbers(features.owner());
        return weights.apply(SparseMatrix.of(dense.asSingle(keepsSingle && dense.single())));
    }
}
