package io.bulkhead.plugin.sklearn.ensemble;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import java.util.ArrayList;
import java.util.List;

/** The features that a member of a bag was fitted on. */
final class Subspace {
    private final int[] columns;
    private final boolean everything;

    private Subspace(int[] columns, boolean everything) {
        this.columns = columns;
        this.everything = everything;
    }

    static List<Subspace> all(Attributes bag, int features) throws PickleException {
        List<Subspace> spaces = new ArrayList<>();
        for (Object each : bag.items("estimators_features_")) {
            if (!(each instanceof NdArray array)) {
                throw new PickleException(bag.owner() + " has a member without features");
            }
            spaces.add(of(array.toLongs(), bag, features));
        }
        return spaces;
    }

    private static Subspace of(long[] indices, Attributes bag, int features)
            throws PickleException {
        int[] columns = new int[indices.length];
        boolean everything = indices.length == features;
        for (int i = 0; i < columns.length; i++) {
            if (indices[i] < 0 || indices[i] >= features) {
                throw new PickleException(
                        bag.owner() + " asks for feature " + indices[i] + " of " + features);
            }
            columns[i] = (int) indices[i];
            everything &= columns[i] == i;
        }
        return new Subspace(columns, everything);
    }

    Matrix of(Matrix matrix, String owner) {
        return everything ? matrix : matrix.select(columns, owner);
    }
}
