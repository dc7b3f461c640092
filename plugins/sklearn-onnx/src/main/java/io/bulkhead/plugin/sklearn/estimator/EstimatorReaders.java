package io.bulkhead.plugin.sklearn.estimator;

import java.util.Optional;

/** What reads estimators, by their Python names, module included. */
@FunctionalInterface
public interface EstimatorReaders {
    /** The reader of these estimators; none if they cannot be served. */
    Optional<EstimatorReader> find(String name);

    /** These, and others for what they do not know. */
    default EstimatorReaders or(EstimatorReaders others) {
        return name -> find(name).or(() -> others.find(name));
    }
}
