package io.bulkhead.plugin.sklearn.estimator;

/** How far what a regressor predicts may be from what there is. */
@FunctionalInterface
public interface Spread {
    /** The standard deviation around the prediction for the row that begins there. */
    double deviation(double[] rows, int from);
}
