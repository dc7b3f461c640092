package io.bulkhead.plugin.sklearn.boosting;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.ArrayList;
import java.util.List;

/** The sums of boosted trees: one for each score. */
final class HistBoosting {
    private final HistInput input;
    private final List<HistTrees> chains;
    private final double[] baseline;

    private HistBoosting(HistInput input, List<HistTrees> chains, double[] baseline) {
        this.input = input;
        this.chains = List.copyOf(chains);
        this.baseline = baseline;
    }

    static HistBoosting read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        HistInput input = HistInput.read(attributes, converter);
        double[] baseline = attributes.numbers("_baseline_prediction");
        List<HistTreesReader> readers = new ArrayList<>();
        for (int i = 0; i < baseline.length; i++) {
            readers.add(new HistTreesReader(input.count()));
        }
        for (Object iteration : attributes.items("_predictors")) {
            List<Object> trees = Attributes.itemsOf(iteration).orElse(List.of());
            if (trees.size() != baseline.length) {
                throw new PickleException(attributes.owner() + " has not one tree for each score");
            }
            for (int i = 0; i < trees.size(); i++) {
                readers.get(i).add(attributes.member(trees.get(i)));
            }
        }
        int[] known = knownCategories(attributes, input.count());
        List<HistTrees> chains = readers.stream().map(reader -> reader.trees(known)).toList();
        return new HistBoosting(input, chains, baseline);
    }

    /** For each feature the categories that it was fitted on. */
    private static int[] knownCategories(Attributes attributes, int features)
            throws PickleException {
        int[] known = new int[features * HistTrees.SET_INTS];
        Attributes mapper = attributes.member(attributes.require("_bin_mapper"));
        if (mapper.find("is_categorical_").isEmpty()) {
            return known;
        }
        double[] categorical = mapper.numbers("is_categorical_");
        List<Object> categories = mapper.items("bin_thresholds_");
        for (int feature = 0; feature < features; feature++) {
            if (categorical[feature] != 0 && categories.get(feature) instanceof NdArray values) {
                for (double value : values.toDoubles()) {
                    int category = (int) value & 0xff;
                    known[feature * HistTrees.SET_INTS + (category >>> 5)] |= 1 << (category & 31);
                }
            }
        }
        return known;
    }

    int scores() {
        return baseline.length;
    }

    /** All scores, row by row. */
    double[] of(Values values) {
        Matrix matrix = input.of(values);
        double[] sums = new double[matrix.rows() * baseline.length];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = baseline[i % baseline.length];
        }
        for (int i = 0; i < baseline.length; i++) {
            chains.get(i).addTo(sums, i, baseline.length, matrix.values(), matrix.columns());
        }
        return sums;
    }
}
