package io.bulkhead.plugin.sklearn.preprocessing;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Which features the selectors of scikit-learn keep, from what they were fitted with. */
final class SelectedFeatures {
    private SelectedFeatures() {}

    /** So many of the best: of equal scores, the later features. */
    static boolean[] best(double[] scores, int count) {
        boolean[] kept = new boolean[scores.length];
        IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(feature -> cleaned(scores[feature])))
                .skip(scores.length - Math.max(0, Math.min(count, scores.length)))
                .forEach(feature -> kept[feature] = true);
        return kept;
    }

    /** The best per cent: of equal scores, the earlier features. */
    static boolean[] percentile(double[] given, double percentile) {
        double[] scores = Arrays.stream(given).map(SelectedFeatures::cleaned).toArray();
        boolean[] kept = new boolean[scores.length];
        if (percentile == 0 || scores.length == 0) {
            return kept;
        }
        double threshold = quantile(scores, (100 - percentile) / 100);
        int room = (int) (scores.length * percentile / 100);
        for (int i = 0; i < scores.length; i++) {
            kept[i] = percentile == 100 || scores[i] > threshold;
            room -= kept[i] ? 1 : 0;
        }
        for (int i = 0; i < scores.length && room > 0; i++) {
            if (scores[i] == threshold && !kept[i]) {
                kept[i] = true;
                room--;
            }
        }
        return kept;
    }

    /** As numpy interpolates it. */
    static double quantile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double place = (sorted.length - 1) * share;
        int below = (int) Math.floor(place);
        double part = place - below;
        double low = sorted[below];
        double high = sorted[Math.min(below + 1, sorted.length - 1)];
        return part < 0.5 ? low + (high - low) * part : high - (high - low) * (1 - part);
    }

    /** What is unlikely to be chance, allowing a share of false discoveries. */
    static boolean[] falseDiscoveries(double[] chances, double share) {
        double[] sorted = chances.clone();
        Arrays.sort(sorted);
        double limit = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < sorted.length; i++) {
            if (sorted[i] <= share / sorted.length * (i + 1)) {
                limit = sorted[i];
            }
        }
        boolean[] kept = new boolean[chances.length];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = chances[i] <= limit;
        }
        return kept;
    }

    /** What is less likely than this to be chance. */
    static boolean[] below(double[] chances, double limit) {
        boolean[] kept = new boolean[chances.length];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = chances[i] < limit;
        }
        return kept;
    }

    private static double cleaned(double score) {
        return Double.isNaN(score) ? -Double.MAX_VALUE : score;
    }
}
