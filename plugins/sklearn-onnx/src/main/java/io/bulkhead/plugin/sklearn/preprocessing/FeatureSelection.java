package io.bulkhead.plugin.sklearn.preprocessing;

import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.DtypeParameter;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.SparseMatrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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

    private static FeatureSelection of(Attributes attributes, boolean[] mask)
            throws PickleException {
        return of(attributes.owner(), Features.of(attributes), mask);
    }

    private static FeatureSelection of(String owner, Features features, boolean[] mask)
            throws PickleException {
        if (mask.length != features.count()) {
            throw new PickleException(owner + " selects of other features");
        }
        int[] kept = IntStream.range(0, mask.length).filter(feature -> mask[feature]).toArray();
        return new FeatureSelection(features, kept);
    }

    /** VarianceThreshold. */
    public static FeatureSelection readVariance(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        double[] variances = attributes.numbers("variances_");
        double threshold = attributes.findNumber("threshold").orElse(0.0);
        boolean[] mask = new boolean[variances.length];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = variances[i] > threshold;
        }
        return of(attributes, mask);
    }

    /** SelectKBest. */
    public static FeatureSelection readBest(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        return of(attributes, byMode(attributes, "k_best", "k"));
    }

    /** SelectPercentile. */
    public static FeatureSelection readPercentile(
            Attributes attributes, EstimatorConverter converter) throws PickleException {
        return of(attributes, byMode(attributes, "percentile", "percentile"));
    }

    /** SelectFpr, SelectFdr and SelectFwe: which of them, its name says. */
    public static FeatureSelection readChance(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        String mode = attributes.owner().substring("Select".length());
        return of(attributes, byMode(attributes, mode.toLowerCase(Locale.ROOT), "alpha"));
    }

    /** GenericUnivariateSelect. */
    public static FeatureSelection readGeneric(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        return of(attributes, byMode(attributes, attributes.text("mode", "percentile"), "param"));
    }

    private static boolean[] byMode(Attributes attributes, String mode, String parameter)
            throws PickleException {
        boolean all = attributes.findText(parameter).orElse("").equals("all");
        double value = attributes.findNumber(parameter).orElse(all ? Integer.MAX_VALUE : 0.0);
        return switch (mode) {
            case "k_best" -> SelectedFeatures.best(attributes.numbers("scores_"), (int) value);
            case "percentile" -> SelectedFeatures.percentile(attributes.numbers("scores_"), value);
            case "fpr" -> SelectedFeatures.below(attributes.numbers("pvalues_"), value);
            case "fdr" -> SelectedFeatures.falseDiscoveries(attributes.numbers("pvalues_"), value);
            case "fwe" -> {
                double[] chances = attributes.numbers("pvalues_");
                yield SelectedFeatures.below(chances, value / chances.length);
            }
            default -> throw attributes.unsupported("mode", mode);
        };
    }

    /** RFE and others that keep a mask. */
    public static FeatureSelection readMask(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        long[] flags = attributes.array("support_").toLongs();
        boolean[] mask = new boolean[flags.length];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = flags[i] != 0;
        }
        return of(attributes, mask);
    }

    /** SelectFromModel: what it was fitted on, only its estimator knows. */
    public static FeatureSelection readFromModel(
            Attributes attributes, EstimatorConverter converter) throws PickleException {
        Object fitted = attributes.find("estimator_").orElse(attributes.require("estimator"));
        Attributes estimator = attributes.member(fitted);
        double norm = attributes.findNumber("norm_order").orElse(1.0);
        double[] importances =
                FeatureImportances.of(
                        estimator, converter, attributes.text("importance_getter", "auto"), norm);
        double threshold = ImportanceThreshold.of(attributes, estimator, importances);
        Optional<Double> most =
                attributes
                        .findNumber("max_features_")
                        .or(() -> attributes.findNumber("max_features"));
        boolean[] mask = new boolean[importances.length];
        IntStream.range(0, mask.length)
                .boxed()
                .sorted(Comparator.comparingDouble(feature -> -importances[feature]))
                .limit(most.map(Double::longValue).orElse((long) mask.length))
                .forEach(feature -> mask[feature] = importances[feature] >= threshold);
        return of(attributes.owner(), features(attributes, estimator, mask.length), mask);
    }

    /**
     * Those of its estimator, unless that is one of another library, which does not name them so.
     */
    private static Features features(Attributes selector, Attributes estimator, int count)
            throws PickleException {
        if (estimator.find("n_features_in_").isEmpty()) {
            return new Features(selector.owner(), count, List.of());
        }
        Features taken = Features.of(estimator);
        return new Features(selector.owner(), taken.count(), taken.names());
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        Values rows =
                input instanceof SparseMatrix
                        ? features.checked(input)
                        : features.finiteOrMissing(input);
        return DtypeParameter.asGiven(rows.select(kept, features.owner()), input);
    }

    /** Those of another library do not say in the file how many features they were fitted on. */
    @Override
    public List<TensorMetadata> inputs() {
        return List.of(features.asArray());
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        return Arrays.stream(kept).mapToObj(inputNames::get).toList();
    }
}
