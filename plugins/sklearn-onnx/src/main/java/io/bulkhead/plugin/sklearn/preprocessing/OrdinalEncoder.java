package io.bulkhead.plugin.sklearn.preprocessing;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PickledName;
import io.bulkhead.plugin.sklearn.value.Column;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The number of each category. */
public final class OrdinalEncoder implements Estimator {
    private final Features features;
    private final List<Categories> categories;
    private final Optional<Double> unknown;
    private final double missing;
    private final boolean single;

    private OrdinalEncoder(
            Features features,
            List<Categories> categories,
            Optional<Double> unknown,
            double missing,
            boolean single) {
        this.features = features;
        this.categories = List.copyOf(categories);
        this.unknown = unknown;
        this.missing = missing;
        this.single = single;
    }

    public static OrdinalEncoder read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        if (attributes.flag("_infrequent_enabled", false)) {
            throw attributes.unsupported("rare categories in one group", true);
        }
        Features features = Features.of(attributes);
        List<Categories> categories = new ArrayList<>();
        for (Object each : attributes.items("categories_")) {
            categories.add(Categories.of(attributes.owner(), each));
        }
        if (categories.size() != features.count()) {
            throw new PickleException(attributes.owner() + " has categories of other features");
        }
        boolean tolerant = attributes.text("handle_unknown", "error").equals("use_encoded_value");
        return new OrdinalEncoder(
                features,
                categories,
                tolerant ? attributes.findNumber("unknown_value") : Optional.empty(),
                attributes.findNumber("encoded_missing_value").orElse(Double.NaN),
                isSingle(attributes));
    }

    private static boolean isSingle(Attributes attributes) {
        return attributes
                .find("dtype")
                .filter(PickledName.class::isInstance)
                .filter(name -> ((PickledName) name).name().equals("float32"))
                .isPresent();
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        Values checked = features.checked(input);
        int columns = categories.size();
        double[] codes = new double[checked.rows() * columns];
        for (int index = 0; index < columns; index++) {
            Column column = checked.column(index, features.owner());
            for (int row = 0; row < checked.rows(); row++) {
                codes[row * columns + index] = code(column, row, index);
            }
        }
        return new Matrix(checked.rows(), columns, codes, single);
    }

    private double code(Column column, int row, int index) {
        int category = categories.get(index).indexOf(column, row);
        if (category >= 0) {
            return column.isMissing(row) ? missing : category;
        }
        return unknown.orElseThrow(
                () ->
                        ServingException.unprocessable(
                                "Found unknown categories ["
                                        + column.textAt(row)
                                        + "] in column "
                                        + index
                                        + " during transform"));
    }
}
