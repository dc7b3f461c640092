package io.bulkhead.plugin.sklearn.decomposition;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import java.util.Arrays;

/**
 * PCA's distribution: it varies along its directions, which are orthogonal, and by noise in all
 * others. So its covariance need not be written out nor inverted.
 */
final class DirectionLikelihood implements Likelihood {
    private final double[] directions;
    private final double[] variances;
    private final double noise;
    private final double constant;

    /** Whether the directions leave something to the noise. */
    private final boolean noisy;

    DirectionLikelihood(Attributes attributes, int features) throws PickleException {
        this.directions = attributes.matrix("components_").values();
        this.variances = attributes.numbers("explained_variance_");
        double[] noises = attributes.numbers("noise_variance_");
        this.noise = noises.length == 1 ? noises[0] : Double.NaN;
        if (noises.length != 1 || directions.length != (long) variances.length * features) {
            throw new PickleException(attributes.owner() + " has variances of other components");
        }
        boolean whitened = attributes.flag("whiten", false);
        for (int i = 0; i < variances.length; i++) {
            double own = Math.max(variances[i] - noise, 0);
            variances[i] = noise + own * (whitened ? variances[i] : 1);
        }
        this.noisy = variances.length < features;
        double logs = Arrays.stream(variances).map(Math::log).sum();
        double ofNoise = noisy ? (features - variances.length) * Math.log(noise) : 0;
        this.constant = -0.5 * (features * Math.log(2 * Math.PI) + logs + ofNoise);
    }

    @Override
    public double of(double[] row) {
        double[] rest = row.clone();
        double far = 0;
        for (int i = 0; i < variances.length; i++) {
            int at = i * row.length;
            double along = Rows.dot(directions, at, row, 0, row.length);
            far += along * along / variances[i];
            for (int k = 0; noisy && k < rest.length; k++) {
                rest[k] -= along * directions[at + k];
            }
        }
        double ofNoise = noisy ? Rows.dot(rest, 0, rest, 0, rest.length) / noise : 0;
        return constant - 0.5 * (far + ofNoise);
    }
}
