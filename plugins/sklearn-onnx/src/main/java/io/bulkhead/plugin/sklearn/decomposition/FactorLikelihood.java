package io.bulkhead.plugin.sklearn.decomposition;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import java.util.Arrays;

/**
 * FactorAnalysis' distribution: it varies along a few factors, and by each feature's own noise. Its
 * covariance, the factors' products and that noise, is not written out: only a matrix as small as
 * the factors are few is inverted.
 */
final class FactorLikelihood implements Likelihood {
    private final double[] factors;
    private final double[] noise;
    private final double[] inverse;
    private final int width;
    private final double constant;

    FactorLikelihood(Attributes attributes, int features) throws PickleException {
        this.factors = attributes.matrix("components_").values();
        this.noise = attributes.numbers("noise_variance_");
        boolean fits = noise.length == features && factors.length % features == 0;
        if (!fits || factors.length / features > features) {
            throw new PickleException(attributes.owner() + " has noise of other features");
        }
        this.width = factors.length / features;
        double[] common = Components.common(factors, noise);
        this.inverse = SquareMatrix.inverse(common, width);
        double logs = Arrays.stream(noise).map(Math::log).sum();
        double logOfCommon = SquareMatrix.logOfDeterminant(common, width);
        this.constant = -0.5 * (features * Math.log(2 * Math.PI) + logs + logOfCommon);
    }

    @Override
    public double of(double[] row) {
        double[] scaled = row.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] /= noise[i];
        }
        double[] along = new double[width];
        Arrays.setAll(along, i -> Rows.dot(factors, i * row.length, scaled, 0, row.length));
        double far = Rows.dot(row, 0, scaled, 0, row.length);
        for (int i = 0; i < width; i++) {
            far -= along[i] * Rows.dot(inverse, i * width, along, 0, width);
        }
        return constant - 0.5 * far;
    }
}
