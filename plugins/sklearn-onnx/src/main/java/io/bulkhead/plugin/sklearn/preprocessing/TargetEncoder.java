package io.bulkhead.plugin.sklearn.preprocessing;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Column;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The average target of each category. */
public final class TargetEncoder implements Estimator {
    private final Features features;
    private final List<Categories> categories;

    /** For each column of the answer the averages of the categories. */
    private final double[][] averages;

    private final double[] unknown;

    /** Of a target with more than two classes: each feature has a column for each of them. */
    private final List<String> classes;

    private TargetEncoder(
            Features features,
            List<Categories> categories,
            double[][] averages,
            double[] unknown,
            List<String> classes) {
        this.features = features;
        this.categories = List.copyOf(categories);
        this.averages = averages;
        this.unknown = unknown;
        this.classes = List.copyOf(classes);
    }

    public static TargetEncoder read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Features features = Features.of(attributes);
        List<Categories> categories = new ArrayList<>();
        for (Object each : attributes.items("categories_")) {
            categories.add(Categories.of(attributes.owner(), each));
        }
        double[] unknown = attributes.numbers("target_mean_");
        List<Object> encodings = attributes.items("encodings_");
        if (categories.size() != features.count()
                || encodings.size() != (long) features.count() * unknown.length) {
            throw new PickleException(attributes.owner() + " has encodings of other features");
        }
        double[][] averages = new double[encodings.size()][];
        for (int column = 0; column < averages.length; column++) {
            int size = categories.get(column / unknown.length).size();
            if (!(encodings.get(column) instanceof NdArray array) || array.length() != size) {
                throw new PickleException(attributes.owner() + " has categories without encoding");
            }
            averages[column] = array.toDoubles();
        }
        return new TargetEncoder(
                features, categories, averages, unknown, classes(attributes, unknown.length));
    }

    private static List<String> classes(Attributes attributes, int count) throws PickleException {
        if (count == 1) {
            return List.of();
        }
        List<String> classes = attributes.labels("classes_").names();
        if (classes.size() != count) {
            throw new PickleException(attributes.owner() + " has encodings of other classes");
        }
        return classes;
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        Values checked = features.checked(input);
        double[] encoded = new double[checked.rows() * averages.length];
        for (int feature = 0; feature < categories.size(); feature++) {
            Column column = checked.column(feature, features.owner());
            for (int row = 0; row < checked.rows(); row++) {
                int category = categories.get(feature).indexOf(column, row);
                int at = row * averages.length + feature * unknown.length;
                encode(category, feature, encoded, at);
            }
        }
        return new Matrix(checked.rows(), averages.length, encoded, false);
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        return classes.isEmpty()
                ? inputNames
                : inputNames.stream()
                        .flatMap(name -> classes.stream().map(label -> name + "_" + label))
                        .toList();
    }

    private void encode(int category, int feature, double[] encoded, int at) {
        for (int i = 0; i < unknown.length; i++) {
            encoded[at + i] =
                    category < 0 ? unknown[i] : averages[feature * unknown.length + i][category];
        }
    }
}
