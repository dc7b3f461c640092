package io.bulkhead.plugin.sklearn.meta;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PickledName;
import io.bulkhead.plugin.sklearn.pickle.PickledObject;
import java.util.Optional;
import java.util.Set;

/** The class that a scoring calls positive, where it has one. */
final class ScoringLabel {
    /** Functions whose {@code pos_label} is 1 unless they are told otherwise. */
    private static final Set<String> OF_ONE =
            Set.of(
                    "average_precision_score",
                    "f1_score",
                    "fbeta_score",
                    "jaccard_score",
                    "precision_score",
                    "recall_score");

    private ScoringLabel() {}

    /** Of TunedThresholdClassifierCV, which keeps the scoring that its threshold was tuned by. */
    static Optional<Object> of(Attributes tuned) throws PickleException {
        if (!(tuned.find("_curve_scorer").orElse("") instanceof PickledObject object)) {
            return Optional.empty();
        }
        Attributes scorer = tuned.member(object);
        Optional<Object> told = scorer.findDict("_kwargs").flatMap(given -> given.get("pos_label"));
        boolean one =
                scorer.find("_score_func").orElse("") instanceof PickledName function
                        && OF_ONE.contains(function.name());
        return told.or(() -> one ? Optional.of(1L) : Optional.empty());
    }
}
