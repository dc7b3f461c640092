package io.bulkhead.plugin.sklearn.mixture;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import java.util.Arrays;
import java.util.List;

/** How likely each component of a Bayesian mixture is before a row is seen. */
final class BayesianWeights {
    private BayesianWeights() {}

    /** Their logarithms; under a Dirichlet process or distribution. */
    static double[] logs(Attributes attributes) throws PickleException {
        Object concentration = attributes.require("weight_concentration_");
        if (concentration instanceof NdArray single) {
            return ofDistribution(single.toDoubles());
        }
        List<Object> pair = Attributes.itemsOf(concentration).orElse(List.of());
        if (pair.size() == 2
                && pair.get(0) instanceof NdArray first
                && pair.get(1) instanceof NdArray second
                && first.length() == second.length()) {
            return ofProcess(first.toDoubles(), second.toDoubles());
        }
        throw new PickleException(attributes.owner() + " has no weights");
    }

    private static double[] ofDistribution(double[] concentration) {
        double total = Gamma.digamma(Arrays.stream(concentration).sum());
        double[] logs = new double[concentration.length];
        Arrays.setAll(logs, i -> Gamma.digamma(concentration[i]) - total);
        return logs;
    }

    /** A stick of which each component breaks its part off what those before left. */
    private static double[] ofProcess(double[] broken, double[] left) {
        double[] logs = new double[broken.length];
        double before = 0;
        for (int i = 0; i < logs.length; i++) {
            double total = Gamma.digamma(broken[i] + left[i]);
            logs[i] = Gamma.digamma(broken[i]) - total + before;
            before += Gamma.digamma(left[i]) - total;
        }
        return logs;
    }
}
