package io.bulkhead.plugin.sklearn.text;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.SparseMatrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Set;

/** Weights of terms for counts that another step made. */
public final class TfidfTransformer implements Estimator {
    private final Features features;
    private final TermWeights weights;

    private TfidfTransformer(Features features, TermWeights weights) {
        this.features = features;
        this.weights = weights;
    }

    public static TfidfTransformer read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Features features = Features.of(attributes);
        return new TfidfTransformer(features, TermWeights.of(attributes, features.count()));
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        Values rows = features.finiteOrSparse(input);
        return weights.apply(
                rows instanceof SparseMatrix sparse
                        ? sparse
                        : SparseMatrix.of(rows.numbers(features.owner())));
    }
}
