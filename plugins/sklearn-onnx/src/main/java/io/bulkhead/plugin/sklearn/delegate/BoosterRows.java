package io.bulkhead.plugin.sklearn.delegate;

import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.codec.Table;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.MixedValues;
import io.bulkhead.plugin.sklearn.value.SparseMatrix;
import io.bulkhead.plugin.sklearn.value.TableValues;
import io.bulkhead.plugin.sklearn.value.TensorValues;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows as requests to another runtime: tables by the names of their columns, some of which may be
 * categories, and all else as one matrix.
 *
 * @param wantedBy the estimator, for messages
 * @param missing the number that stands for none, beside NaN
 * @param sparseIsMissing whether what a sparse matrix does not hold is none, too
 */
record BoosterRows(String wantedBy, double missing, boolean sparseIsMissing) {

    /** Where only NaN stands for none. */
    static BoosterRows of(String wantedBy) {
        return new BoosterRows(wantedBy, Double.NaN, false);
    }

    /** Text and whole numbers stay what they are: they may be categories. */
    InferenceRequest asGiven(Values input, Trees trees) {
        return input instanceof TensorValues given
                ? InferenceRequest.of(given.tensor())
                : numbers(input, trees);
    }

    /** Text only in tables. */
    InferenceRequest numbers(Values input, Trees trees) {
        if (input instanceof TableValues columns) {
            return table(columns.table().columns());
        }
        if (input instanceof MixedValues mixed) {
            return table(named(mixed.columns().table(), trees.features()));
        }
        Matrix matrix = input.numbers(wantedBy);
        Shape shape = Shape.of(matrix.rows(), matrix.columns());
        double[] values = present(matrix.values());
        boolean dropsZeros = sparseIsMissing && input.sparse();
        return InferenceRequest.of(
                Tensor.of("input-0", shape, dropsZeros ? held(input, values) : values));
    }

    /** NaN for what is not in the sparse matrix that Python has. */
    private static double[] held(Values input, double[] values) {
        double[] held = new double[values.length];
        if (!(input instanceof SparseMatrix sparse)) {
            Arrays.setAll(held, i -> values[i] == 0 ? Double.NaN : values[i]);
            return held;
        }
        Arrays.fill(held, Double.NaN);
        for (int row = 0; row < sparse.rows(); row++) {
            for (int i = sparse.start(row); i < sparse.start(row + 1); i++) {
                int at = row * sparse.columns() + sparse.places()[i];
                held[at] = values[at]; // which may be a zero
            }
        }
        return held;
    }

    private InferenceRequest table(List<Tensor> columns) {
        List<Tensor> present = Double.isNaN(missing) ? columns : present(columns);
        return new InferenceRequest(
                "", Parameters.ofContentType(ContentType.PD), present, List.of());
    }

    /** Columns without names take those of the model's features, if there are as many. */
    private static List<Tensor> named(Table table, List<String> names) {
        List<Tensor> columns = table.columns();
        if (names.size() != columns.size()) {
            return columns;
        }
        List<Tensor> named = new ArrayList<>(names.size());
        for (int i = 0; i < names.size(); i++) {
            named.add(columns.get(i).withName(names.get(i)));
        }
        return named;
    }

    private List<Tensor> present(List<Tensor> columns) {
        List<Tensor> present = new ArrayList<>(columns.size());
        for (Tensor column : columns) {
            present.add(
                    column.data() instanceof NumericData numbers
                            ? Tensor.of(column.name(), column.shape(), present(numbers.toDoubles()))
                            : column);
        }
        return present;
    }

    private double[] present(double[] values) {
        if (Double.isNaN(missing)) {
            return values;
        }
        double[] present = values.clone();
        for (int i = 0; i < present.length; i++) {
            if ((float) present[i] == (float) missing) {
                present[i] = Double.NaN;
            }
        }
        return present;
    }
}
