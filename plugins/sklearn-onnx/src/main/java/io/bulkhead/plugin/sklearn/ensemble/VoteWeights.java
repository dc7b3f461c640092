package io.bulkhead.plugin.sklearn.ensemble;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PyTuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How much each member of a vote counts. */
final class VoteWeights {
    private VoteWeights() {}

    /** The weights of those that were not dropped; one for each if none are given. */
    static double[] of(Attributes voting, int members) throws PickleException {
        double[] weights = new double[members];
        Arrays.fill(weights, 1);
        if (voting.find("weights").isEmpty()) {
            return weights;
        }
        List<Object> given = voting.items("weights");
        List<Object> estimators = voting.items("estimators");
        List<Object> kept = new ArrayList<>();
        for (int i = 0; i < estimators.size() && i < given.size(); i++) {
            if (!(estimators.get(i) instanceof PyTuple named) || !named.get(1).equals("drop")) {
                kept.add(given.get(i));
            }
        }
        if (kept.size() != members || !kept.stream().allMatch(Number.class::isInstance)) {
            throw new PickleException(voting.owner() + " has no weight for each member");
        }
        Arrays.setAll(weights, i -> ((Number) kept.get(i)).doubleValue());
        return weights;
    }
}
