package io.bulkhead.plugin.sklearn.tree;

import io.bulkhead.plugin.sklearn.estimator.Answers;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PickledObject;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.List;
import java.util.Set;

/** Random trees: an outlier is a row that they isolate after few splits. */
public final class IsolationForest implements Estimator {
    private static final double EULER_GAMMA = 0.5772156649015329;

    private final Features features;
    private final FlatTrees depths;
    private final boolean missingAllowed;
    private final double usualDepth;
    private final double offset;

    private IsolationForest(
            Features features,
            FlatTrees depths,
            boolean missingAllowed,
            double usualDepth,
            double offset) {
        this.features = features;
        this.depths = depths;
        this.missingAllowed = missingAllowed;
        this.usualDepth = usualDepth;
        this.offset = offset;
    }

    public static IsolationForest read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Features features = Features.of(attributes);
        List<Object> members = attributes.items("estimators_");
        List<Object> spaces = attributes.items("estimators_features_");
        if (members.isEmpty() || members.size() != spaces.size()) {
            throw new PickleException(attributes.owner() + " has no features for each tree");
        }
        TreeFlattener flattener = new TreeFlattener(features.count(), false);
        boolean missingAllowed = true;
        for (int i = 0; i < members.size(); i++) {
            Attributes member = attributes.member(members.get(i));
            PickledObject tree = member.object("tree_");
            missingAllowed &= TreeFile.knowsMissing(member, tree);
            flattener.add(withDepths(PickledTree.of(tree), spaces.get(i)));
        }
        double usualDepth = members.size() * usualDepth(attributes.integer("max_samples_"));
        double offset = attributes.findNumber("offset_").orElse(-0.5);
        return new IsolationForest(
                features, flattener.flatten(), missingAllowed, usualDepth, offset);
    }

    private static PickledTree withDepths(PickledTree tree, Object space) throws PickleException {
        if (!(space instanceof NdArray columns)) {
            throw new PickleException("isolation forest has a tree without features");
        }
        return tree.overColumns(columns.toLongs()).withValues(depths(tree));
    }

    /** How deep each node lies, and how deep its rows would lie if the tree went on. */
    private static double[] depths(PickledTree tree) throws PickleException {
        double[] samples = tree.samples();
        double[] depths = new double[samples.length];
        for (int node = 0; node < depths.length; node++) { // parents come before their children
            if (!tree.isLeaf(node)) {
                tree.requireForward(node);
                depths[tree.left[node]] = depths[node] + 1;
                depths[tree.right[node]] = depths[node] + 1;
            }
        }
        for (int node = 0; node < depths.length; node++) {
            depths[node] += usualDepth(samples[node]);
        }
        return depths;
    }

    /** The mean depth of a row in a binary search tree of so many. */
    private static double usualDepth(double samples) {
        if (samples <= 1) {
            return 0;
        }
        return samples == 2
                ? 1
                : 2 * (Math.log(samples - 1) + EULER_GAMMA) - 2 * (samples - 1) / samples;
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.PREDICT, Method.SCORE_SAMPLES, Method.DECISION_FUNCTION);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = missingAllowed ? features.finiteOrMissing(input) : features.finite(input);
        double[] scores = depths.sum(matrix);
        for (int row = 0; row < scores.length; row++) {
            double depth = usualDepth == 0 ? 1 : scores[row] / usualDepth;
            scores[row] = -Math.pow(2, -depth) - (method == Method.SCORE_SAMPLES ? 0 : offset);
        }
        return method == Method.PREDICT ? Answers.inliers(scores) : Rows.column(scores);
    }
}
