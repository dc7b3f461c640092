package io.bulkhead.plugin.catboost.kernel;

import io.bulkhead.plugin.catboost.format.CategoricalFeature;
import io.bulkhead.plugin.catboost.format.FloatFeature;
import io.bulkhead.plugin.catboost.format.ModelDocument;
import io.bulkhead.plugin.trees.MalformedModelException;
import java.util.HashMap;
import java.util.Map;

/** Where in a row the features are that a file names by their indices. */
final class Positions {
    private final Map<Integer, Integer> floats = new HashMap<>();
    private final Map<Integer, Integer> categories = new HashMap<>();

    Positions(ModelDocument document) {
        for (FloatFeature feature : document.floats()) {
            floats.put(feature.index(), floats.size());
        }
        for (CategoricalFeature feature : document.categories()) {
            categories.put(feature.index(), categories.size());
        }
    }

    int ofFloat(int index) throws MalformedModelException {
        return found(floats, index, "numeric");
    }

    int ofCategory(int index) throws MalformedModelException {
        return found(categories, index, "categorical");
    }

    private static int found(Map<Integer, Integer> positions, int index, String kind)
            throws MalformedModelException {
        Integer position = positions.get(index);
        if (position == null) {
            throw new MalformedModelException(
                    "no " + kind + " feature has index " + index + ", but a split asks for it");
        }
        return position;
    }
}
