package io.bulkhead.plugin.sklearn.decomposition;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.List;
import java.util.Set;

/** PCA and FactorAnalysis: a projection that also knows how likely a row is. */
public final class ScoredProjection implements Estimator {
    private final Projection projection;
    private final Features features;
    private final double[] means;
    private final Likelihood likelihood;
    private final boolean single;

    private ScoredProjection(
            Attributes attributes, Projection projection, Likelihood likelihood, boolean single)
            throws PickleException {
        this.projection = projection;
        this.features = Features.of(attributes);
        this.means = attributes.numbers("mean_");
        this.likelihood = likelihood;
        this.single = single;
    }

    /** PCA. */
    public static ScoredProjection readPca(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        return new ScoredProjection(
                attributes,
                Projection.readPca(attributes, converter),
                new DirectionLikelihood(attributes, Features.of(attributes).count()),
                attributes.array("components_").isSingle());
    }

    /** FactorAnalysis. */
    public static ScoredProjection readFactors(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        return new ScoredProjection(
                attributes,
                Projection.readFactors(attributes, converter),
                new FactorLikelihood(attributes, Features.of(attributes).count()),
                false);
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM, Method.SCORE_SAMPLES);
    }

    @Override
    public Values apply(Method method, Values input) {
        return method == Method.TRANSFORM ? projection.apply(method, input) : scores(input);
    }

    private Matrix scores(Values input) {
        Matrix matrix = features.finite(input);
        double[] scores = new double[matrix.rows()];
        double[] centred = new double[means.length];
        for (int row = 0; row < scores.length; row++) {
            for (int i = 0; i < means.length; i++) {
                centred[i] = matrix.values()[row * means.length + i] - means[i];
            }
            scores[row] = likelihood.of(centred);
        }
        return new Matrix(scores.length, 1, scores, single && matrix.single());
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        return projection.outputNames(inputNames);
    }
}
