package io.bulkhead.plugin.sklearn.tree;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PickledObject;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The trees of an estimator: its own, or those of the estimators that it consists of.
 *
 * @param features what it takes
 * @param trees its trees
 * @param missingAllowed whether it knows where to go with missing values
 */
record TreeFile(Features features, FlatTrees trees, boolean missingAllowed) {
    private static final Set<String> CRITERIA_WITH_MISSING =
            Set.of("gini", "entropy", "log_loss", "squared_error", "friedman_mse", "poisson");

    static TreeFile read(Attributes attributes, boolean classes) throws PickleException {
        Features features = Features.of(attributes);
        List<PickledObject> trees = new ArrayList<>();
        boolean missingAllowed = true;
        for (Attributes owner : owners(attributes)) {
            PickledObject tree = owner.object("tree_");
            trees.add(tree);
            missingAllowed &= knowsMissing(owner, tree);
        }
        FlatTrees flat = new TreeFlattener(features.count(), classes).flatten(trees);
        return new TreeFile(features, flat, missingAllowed);
    }

    private static List<Attributes> owners(Attributes attributes) throws PickleException {
        if (attributes.find("tree_").isPresent()) {
            return List.of(attributes);
        }
        List<Attributes> owners = new ArrayList<>();
        for (Object member : attributes.items("estimators_")) {
            owners.add(attributes.member(member));
        }
        if (owners.isEmpty()) {
            throw new PickleException(attributes.owner() + " has no trees");
        }
        return owners;
    }

    /** As scikit-learn decides: by version (a field of the nodes), splitter and criterion. */
    static boolean knowsMissing(Attributes owner, PickledObject tree) {
        boolean newEnough =
                tree.attribute("nodes")
                        .filter(NdArray.class::isInstance)
                        .map(NdArray.class::cast)
                        .flatMap(nodes -> nodes.dtype().field("missing_go_to_left"))
                        .isPresent();
        return newEnough
                && (owner.findText("splitter").orElse("best").equals("best")
                        || owner.writtenBy(1, 6))
                && CRITERIA_WITH_MISSING.contains(owner.findText("criterion").orElse(""))
                && owner.find("monotonic_cst").isEmpty();
    }

    /** For each row the mean of the leaves that it reaches. */
    double[] mean(Values input) {
        Matrix matrix = missingAllowed ? features.finiteOrMissing(input) : features.finite(input);
        double[] means = trees.sum(matrix);
        if (trees.trees() > 1) {
            for (int i = 0; i < means.length; i++) {
                means[i] /= trees.trees();
            }
        }
        return means;
    }
}
