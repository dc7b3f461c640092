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
    private final HistTrees trees;
    private final double[] baseline;

    private HistBoosting(HistInput input, HistTrees trees, double[] baseline) {
        this.input = input;
        this.trees = trees;
        this.baseline = baseline;
    }

    static HistBoosting read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        HistInput input = HistInput.read(attributes, converter);
        double[] baseline = attributes.numbers("_baseline_prediction");
        if (baseline.length == 0) {
            throw new PickleException(attributes.owner() + " has no scores");
        }
        HistColumns columns = new HistColumns();
        List<HistTree> all = new ArrayList<>();
        for (Object iteration : attributes.items("_predictors")) {
            List<Object> trees = Attributes.itemsOf(iteration).orElse(List.of());
            if (trees.size() != baseline.length) {
                throw new PickleException(attributes.owner() + " has not one tree for each score");
            }
            for (Object tree : trees) {
                all.add(HistTree.read(attributes.member(tree), input.count(), columns));
            }
        }
        int[] known = knownCategories(attributes, input.count());
        HistTrees trees = HistTrees.of(all, columns, known, baseline.length);
        return new HistBoosting(input, trees, baseline);
    }

    /** For each feature the categories that it was fitted on. */
    private static int[] knownCategories(Attributes attributes, int features)
            throws PickleException {
        int[] known = new int[features * HistTree.SET_INTS];
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
                    known[feature * HistTree.SET_INTS + (category >>> 5)] |= 1 << (category & 31);
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
        trees.addTo(sums, matrix.values(), matrix.columns());
        return sums;
    }
}
