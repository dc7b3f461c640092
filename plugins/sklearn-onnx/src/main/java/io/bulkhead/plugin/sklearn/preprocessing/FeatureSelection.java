package io.bulkhead.plugin.sklearn.preprocessing;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Keeps some of the features, in their order. */
public final class FeatureSelection implements Estimator {
    private final Features features;
    private final int[] kept;

    private FeatureSelection(Features features, int[] kept) {
        this.features = features;
        this.kept = kept;
    }

    /** VarianceThreshold. */
    public static FeatureSelection readVariance(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Features features = Features.of(attributes);
        double[] variances = scores(attributes, "variances_", features);
        double threshold = attributes.findNumber("threshold").orElse(0.0);
        int[] kept =
                IntStream.range(0, variances.length)
                        .filter(feature -> variances[feature] > threshold)
                        .toArray();
        return new FeatureSelection(features, kept);
    }

    /** SelectKBest: of equal scores, the later features. */
    public static FeatureSelection readBest(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Features features = Features.of(attributes);
        double[] scores = scores(attributes, "scores_", features);
        boolean all = attributes.text("k", "").equals("all");
        int count = all ? scores.length : Math.min(attributes.integer("k"), scores.length);
        int[] kept =
                IntStream.range(0, scores.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble(feature -> rank(scores[feature])))
                        .skip(scores.length - Math.max(0, count))
                        .mapToInt(Integer::intValue)
                        .sorted()
                        .toArray();
        return new FeatureSelection(features, kept);
    }

    private static double rank(double score) {
        return Double.isNaN(score) ? -Double.MAX_VALUE : score;
    }

    private static double[] scores(Attributes attributes, String name, Features features)
            throws PickleException {
        double[] scores = attributes.numbers(name);
        if (scores.length != features.count()) {
            throw new PickleException(
                    attributes.owner() + ": '" + name + "' does not fit the features");
        }
        return scores;
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        return features.finiteOrMissing(input).select(kept, features.owner());
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        return Arrays.stream(kept).mapToObj(inputNames::get).toList();
    }
}
