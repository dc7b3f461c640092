package io.bulkhead.plugin.sklearn.estimator;

import io.bulkhead.plugin.sklearn.pickle.PickleException;
import java.util.Optional;

/** What reads estimators, by their Python names, module included. */
@FunctionalInterface
public interface EstimatorReaders {
    /** The reader of these estimators; none if they cannot be served. */
    Optional<EstimatorReader> find(String name);

    /**
     * How much each feature matters to a fitted estimator of another library, if it is one and says
     * so.
     */
    default Optional<double[]> importances(Attributes estimator) throws PickleException {
        return Optional.empty();
    }

    /** These, and others for what they do not know. */
    default EstimatorReaders or(EstimatorReaders others) {
        EstimatorReaders these = this;
        return new EstimatorReaders() {
            @Override
            public Optional<EstimatorReader> find(String name) {
                Optional<EstimatorReader> known = these.find(name);
                return known.isPresent() ? known : others.find(name);
            }

            @Override
            public Optional<double[]> importances(Attributes estimator) throws PickleException {
                Optional<double[]> known = these.importances(estimator);
                return known.isPresent() ? known : others.importances(estimator);
            }
        };
    }
}
