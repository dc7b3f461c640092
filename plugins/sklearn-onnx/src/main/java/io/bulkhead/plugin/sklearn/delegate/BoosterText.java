package io.bulkhead.plugin.sklearn.delegate;

import io.bulkhead.plugin.sklearn.pickle.PickleException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A LightGBM model as text, which a booster that went on after its best iteration has to cut. */
final class BoosterText {
    private static final Pattern TREES_OF_ITERATION =
            Pattern.compile("^num_tree_per_iteration=(\\d{1,6})$", Pattern.MULTILINE);
    private static final Pattern SIZES = Pattern.compile("^tree_sizes=.*$", Pattern.MULTILINE);

    private static final Pattern LAST_FEATURE =
            Pattern.compile("^max_feature_idx=(\\d{1,8})$", Pattern.MULTILINE);
    private static final Pattern SPLITS =
            Pattern.compile("^split_feature=(.*)\nsplit_gain=(.*)$", Pattern.MULTILINE);

    private BoosterText() {}

    /**
     * The text without the trees of later iterations.
     *
     * @param iterations zero for all
     */
    static String upTo(String text, int iterations) {
        Matcher each = TREES_OF_ITERATION.matcher(text);
        if (iterations <= 0 || !each.find()) {
            return text;
        }
        long trees = iterations * Long.parseLong(each.group(1));
        int cut = text.indexOf("\nTree=" + trees + "\n");
        int end = text.indexOf("\nend of trees");
        if (cut < 0 || end < cut) {
            return text;
        }
        String head =
                SIZES.matcher(text.substring(0, cut))
                        .replaceFirst(sizes -> first(sizes.group(), trees));
        return head + text.substring(end);
    }

    private static String first(String sizes, long count) {
        String[] all = sizes.split(" ", -1);
        StringBuilder kept = new StringBuilder(all[0]);
        for (int i = 1; i < Math.min(count, all.length); i++) {
            kept.append(' ').append(all[i]);
        }
        return Matcher.quoteReplacement(kept.toString());
    }

    /**
     * How often each feature splits, or what its splits gain.
     *
     * @param gains what they gain
     */
    static double[] importances(String text, boolean gains) throws PickleException {
        Matcher last = LAST_FEATURE.matcher(text);
        // Each feature has a name, of a letter at least.
        if (!last.find() || Integer.parseInt(last.group(1)) >= text.length()) {
            throw new PickleException("a booster does not say how many features it has");
        }
        double[] importances = new double[Integer.parseInt(last.group(1)) + 1];
        Matcher trees = SPLITS.matcher(text);
        while (trees.find()) {
            add(importances, trees.group(1).split(" ", -1), trees.group(2).split(" ", -1), gains);
        }
        return importances;
    }

    private static void add(double[] sums, String[] features, String[] splitGains, boolean gains)
            throws PickleException {
        try {
            for (int split = 0; split < features.length && !features[split].isEmpty(); split++) {
                double gain = Double.parseDouble(splitGains[split]);
                if (gain > 0) {
                    sums[Integer.parseInt(features[split])] += gains ? gain : 1;
                }
            }
        } catch (IndexOutOfBoundsException | NumberFormatException broken) {
            throw new PickleException("a booster's splits do not fit its features", broken);
        }
    }
}
