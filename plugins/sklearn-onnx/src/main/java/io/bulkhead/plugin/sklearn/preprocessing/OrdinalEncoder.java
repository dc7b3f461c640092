package io.bulkhead.plugin.sklearn.preprocessing;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.DtypeParameter;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Column;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The number of each category; rare categories may share one. */
public final class OrdinalEncoder implements Estimator {
    private final Features features;
    private final List<Categories> categories;

    /** For each category of a feature its number: its own, or that of all the rare ones. */
    private final List<int[]> groups;

    private final Optional<Double> unknown;
    private final double missing;
    private final DtypeParameter dtype;

    private OrdinalEncoder(
            Features features,
            List<Categories> categories,
            List<int[]> groups,
            Optional<Double> unknown,
            double missing,
            DtypeParameter dtype) {
        this.features = features;
        this.categories = List.copyOf(categories);
        this.groups = List.copyOf(groups);
        this.unknown = unknown;
        this.missing = missing;
        this.dtype = dtype;
    }

    public static OrdinalEncoder read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Features features = Features.of(attributes);
        List<Categories> categories = new ArrayList<>();
        List<int[]> groups = new ArrayList<>();
        for (Object each : attributes.items("categories_")) {
            Categories known = Categories.of(attributes.owner(), each);
            groups.add(OneHotFeature.groups(attributes, categories.size(), known.size()));
            categories.add(known);
        }
        if (categories.size() != features.count()) {
            throw new PickleException(attributes.owner() + " has categories of other features");
        }
        boolean tolerant =
                attributes
                        .oneOf("handle_unknown", "error", "use_encoded_value")
                        .equals("use_encoded_value");
        return new OrdinalEncoder(
                features,
                categories,
                groups,
                tolerant ? attributes.findNumber("unknown_value") : Optional.empty(),
                attributes.findNumber("encoded_missing_value").orElse(Double.NaN),
                DtypeParameter.of(attributes, Datatype.FP64));
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
        return dtype.cast(checked.rows(), columns, codes);
    }

    private double code(Column column, int row, int index) {
        int category = categories.get(index).indexOf(column, row);
        if (category >= 0) {
            boolean missed = categories.get(index).isNan(category); // None has a number
            return missed ? missing : groups.get(index)[category];
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
