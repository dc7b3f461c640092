package io.bulkhead.plugin.sklearn.calibration;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;

/** What a score is worth. */
@FunctionalInterface
interface Curve {
    double at(double value);

    /** A calibrator: logistic or isotonic. */
    static Curve of(Attributes attributes) throws PickleException {
        if (!attributes.owner().equals("_SigmoidCalibration")) {
            return IsotonicCurve.of(attributes);
        }
        double slope = attributes.numbers("a_")[0];
        double offset = attributes.numbers("b_")[0];
        return value -> Rows.logistic(-(slope * value + offset));
    }
}
