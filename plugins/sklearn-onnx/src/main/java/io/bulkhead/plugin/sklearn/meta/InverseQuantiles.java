package io.bulkhead.plugin.sklearn.meta;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.ErrorFunction;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import java.util.Arrays;

/** From shares of the fitted data, or what is normally distributed, back to the data. */
final class InverseQuantiles implements Inverse {
    private static final double NEARLY = 1e-7;

    private final double[] shares;
    private final double[] quantiles;
    private final int columns;
    private final boolean normal;

    private InverseQuantiles(double[] shares, double[] quantiles, int columns, boolean normal) {
        this.shares = shares;
        this.quantiles = quantiles;
        this.columns = columns;
        this.normal = normal;
    }

    static InverseQuantiles of(Attributes transformer) throws PickleException {
        double[] shares = transformer.numbers("references_");
        Matrix quantiles = transformer.matrix("quantiles_");
        if (shares.length < 2 || quantiles.rows() != shares.length) {
            throw new PickleException(transformer.owner() + " has no quantile for each share");
        }
        boolean normal =
                transformer.oneOf("output_distribution", "uniform", "normal").equals("normal");
        return new InverseQuantiles(shares, quantiles.values(), quantiles.columns(), normal);
    }

    @Override
    public double at(double value, int column) {
        double share = normal ? ErrorFunction.normalBelow(value) : value;
        double tolerance = normal ? NEARLY : 0;
        if (share - tolerance < 0 || share <= shares[0]) {
            return quantiles[column];
        }
        int last = shares.length - 1;
        if (share + tolerance > 1 || share >= shares[last]) {
            return quantiles[last * columns + column];
        }
        int found = Arrays.binarySearch(shares, share);
        if (found >= 0) {
            return quantiles[found * columns + column];
        }
        int right = -found - 1;
        double low = quantiles[(right - 1) * columns + column];
        double high = quantiles[right * columns + column];
        double slope = (high - low) / (shares[right] - shares[right - 1]);
        return low + slope * (share - shares[right - 1]);
    }
}
