package io.bulkhead.plugin.sklearn.preprocessing;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Columns that say what was missing, behind those that were filled. */
final class MissingColumns {
    private final int[] features;

    private MissingColumns(int[] features) {
        this.features = features;
    }

    /** None, unless the imputer was told to add them. */
    static MissingColumns of(Attributes imputer, int count) throws PickleException {
        if (!imputer.flag("add_indicator", false)) {
            return new MissingColumns(new int[0]);
        }
        Attributes indicator = imputer.member(imputer.require("indicator_"));
        long[] indicated = indicator.array("features_").toLongs();
        if (LongStream.of(indicated).anyMatch(index -> index < 0 || index >= count)) {
            throw new PickleException(imputer.owner() + " indicates features it does not have");
        }
        return new MissingColumns(LongStream.of(indicated).mapToInt(Math::toIntExact).toArray());
    }

    /** Puts them behind what was filled. */
    Matrix append(Matrix filled, Matrix input, DoublePredicate isMissing) {
        if (features.length == 0) {
            return filled;
        }
        int width = filled.columns() + features.length;
        double[] joined = new double[filled.rows() * width];
        for (int row = 0; row < filled.rows(); row++) {
            int at = row * width;
            System.arraycopy(filled.values(), row * filled.columns(), joined, at, filled.columns());
            for (int i = 0; i < features.length; i++) {
                double value = input.values()[row * input.columns() + features[i]];
                joined[at + filled.columns() + i] = isMissing.test(value) ? 1 : 0;
            }
        }
        return new Matrix(filled.rows(), width, joined, filled.precision());
    }

    List<String> names(List<String> inputNames) {
        return IntStream.of(features)
                .mapToObj(index -> "missingindicator_" + inputNames.get(index))
                .toList();
    }
}
