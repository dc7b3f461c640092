package io.bulkhead.plugin.sklearn.estimator;

import io.bulkhead.api.codec.Table;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Rounding;
import io.bulkhead.plugin.sklearn.value.TableValues;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** A transformer that was told to give a DataFrame ({@code set_output(transform="pandas")}). */
final class FrameOutput implements Estimator {
    private final Estimator transformer;

    FrameOutput(Estimator transformer) {
        this.transformer = transformer;
    }

    static boolean wanted(Attributes attributes) {
        return attributes
                .findDict("_sklearn_output_config")
                .flatMap(config -> config.get("transform"))
                .filter(format -> format.equals("pandas") || format.equals("polars"))
                .isPresent();
    }

    @Override
    public Set<Method> methods() {
        return transformer.methods();
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        return transformer.outputNames(inputNames);
    }

    @Override
    public Values apply(Method method, Values input) {
        Values answer = transformer.apply(method, input);
        if (method != Method.TRANSFORM || !(answer instanceof Matrix matrix)) {
            return answer;
        }
        List<String> names = outputNames(inputNames(input));
        return new TableValues(Table.of(columns(matrix, names)));
    }

    private static List<String> inputNames(Values input) {
        return input.names().isEmpty()
                ? IntStream.range(0, input.columns("DataFrame")).mapToObj(i -> "x" + i).toList()
                : input.names();
    }

    private static List<Tensor> columns(Matrix matrix, List<String> names) {
        List<Tensor> columns = new ArrayList<>(matrix.columns());
        Shape shape = Shape.of(matrix.rows());
        for (int index = 0; index < matrix.columns(); index++) {
            double[] values = new double[matrix.rows()];
            for (int row = 0; row < values.length; row++) {
                values[row] = matrix.values()[row * matrix.columns() + index];
            }
            columns.add(
                    matrix.single()
                            ? Tensor.of(names.get(index), shape, Rounding.toFloats(values))
                            : Tensor.of(names.get(index), shape, values));
        }
        return columns;
    }
}
