package io.bulkhead.plugin.sklearn.estimator;

import io.bulkhead.plugin.sklearn.pickle.PickleException;

/** Makes one kind of estimator of its fitted attributes. */
@FunctionalInterface
public interface EstimatorReader {
    /**
     * @param attributes of the estimator
     * @param converter for estimators within it
     * @throws PickleException if an attribute is missing or is set to what is not supported
     */
    Estimator read(Attributes attributes, EstimatorConverter converter) throws PickleException;
}
