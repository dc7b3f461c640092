package io.bulkhead.plugin.xgboost;

import io.bulkhead.plugin.trees.MalformedModelException;
import io.bulkhead.plugin.xgboost.format.ModelDocument;
import io.bulkhead.plugin.xgboost.format.TreeBooster;
import io.bulkhead.plugin.xgboost.format.TreeNodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How much each feature matters, as {@code feature_importances_} of XGBoost's estimators has it:
 * shares of one, which models whose {@code parameters.extra.importances} asks for them have in
 * their metadata.
 */
final class FeatureImportances {
    /** What is counted, by XGBoost's {@code importance_type}. */
    private enum Kind {
        WEIGHT,
        GAIN,
        COVER,
        TOTAL_GAIN,
        TOTAL_COVER;

        static Kind named(String name) throws MalformedModelException {
            for (Kind kind : values()) {
                if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
                    return kind;
                }
            }
            throw new MalformedModelException(
                    "importances are 'weight', 'gain', 'cover', 'total_gain' or 'total_cover',"
                            + " not '"
                            + name
                            + "'");
        }

        float of(TreeNodes tree, int split) {
            return switch (this) {
                case WEIGHT -> 1;
                case GAIN, TOTAL_GAIN -> tree.gain(split);
                case COVER, TOTAL_COVER -> tree.cover(split);
            };
        }

        boolean isMean() {
            return this == GAIN || this == COVER;
        }
    }

    /** Nobody reads more in a model's metadata, and a broken file may announce any number. */
    private static final int MAX_FEATURES = 1 << 20;

    private final Kind kind;
    private final float[] sums;
    private final int[] splits;

    private FeatureImportances(Kind kind, int features) {
        this.kind = kind;
        this.sums = new float[features];
        this.splits = new int[features];
    }

    /**
     * The importances of all features.
     *
     * @param kind by its name in XGBoost
     */
    static List<Double> of(ModelDocument document, String kind) throws MalformedModelException {
        if (!(document.booster() instanceof TreeBooster trees)) {
            throw new MalformedModelException(
                    "importances are those of trees, which it has none of");
        }
        if (document.featureCount() > MAX_FEATURES) {
            throw new MalformedModelException(
                    "importances of " + document.featureCount() + " features are not told");
        }
        FeatureImportances counted =
                new FeatureImportances(Kind.named(kind), document.featureCount());
        for (int tree = 0; tree < trees.treeCount(); tree++) {
            counted.add(trees.tree(tree));
        }
        return counted.shares();
    }

    private void add(TreeNodes tree) throws MalformedModelException {
        if (tree.leafSize() > 1) {
            throw new MalformedModelException("trees of several outputs have no importances");
        }
        for (int node = 0; node < tree.size(); node++) {
            if (!tree.isLeaf(node)) {
                int feature = tree.feature(node);
                if (feature < 0 || feature >= sums.length) {
                    throw new MalformedModelException("a split asks for feature " + feature);
                }
                sums[feature] += kind.of(tree, node);
                splits[feature]++;
            }
        }
    }

    private List<Double> shares() {
        double total = 0;
        for (int feature = 0; feature < sums.length; feature++) {
            if (kind.isMean()) {
                sums[feature] /= Math.max(1, splits[feature]);
            }
            total += sums[feature];
        }
        List<Double> shares = new ArrayList<>(sums.length);
        for (float sum : sums) {
            shares.add(total == 0 ? 0.0 : (double) (float) (sum / total));
        }
        return shares;
    }
}
