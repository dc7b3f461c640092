package io.bulkhead.plugin.sklearn.calibration;

import io.bulkhead.plugin.sklearn.value.Values;

/** A classifier, and what its scores are worth. */
interface CalibratedMember {
    /** Adds its probabilities of all classes, row by row. */
    void addTo(double[] sums, Values input);
}
