package io.bulkhead.plugin.sklearn.estimator;

import io.bulkhead.api.codec.Table;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PyDict;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.MixedValues;
import io.bulkhead.plugin.sklearn.value.SparseMatrix;
import io.bulkhead.plugin.sklearn.value.TableValues;
import io.bulkhead.plugin.sklearn.value.TensorValues;
import io.bulkhead.plugin.sklearn.value.Values;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** A transformer that was told to give a DataFrame ({@code set_output(transform="pandas")}). */
public final class FrameOutput implements Estimator {
    private final Estimator transformer;
    private final List<String> fitted;

    private FrameOutput(Estimator transformer, List<String> fitted) {
        this.transformer = transformer;
        this.fitted = fitted;
    }

    static FrameOutput of(Estimator transformer, Attributes attributes) throws PickleException {
        return new FrameOutput(transformer, Features.namesIn(attributes));
    }

    /**
     * Whether a transformer was told so; those that cannot name what they give take no notice,
     * which are functions without {@code feature_names_out}.
     */
    public static boolean wanted(Attributes attributes) {
        if (attributes.owner().equals("FunctionTransformer")
                && attributes.find("feature_names_out").isEmpty()) {
            return false;
        }
        if (!(attributes.find("_sklearn_output_config").orElse("") instanceof PyDict config)) {
            return false;
        }
        Object format = config.get("transform").orElse("default");
        return format.equals("pandas") || format.equals("polars");
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
        if (method != Method.TRANSFORM || answer instanceof SparseMatrix) {
            return answer;
        }
        return new TableValues(Table.of(columns(answer, outputNames(inputNames(input)))));
    }

    /** An array's columns have the names of those that it was fitted on. */
    private List<String> inputNames(Values input) {
        if (input.names().isEmpty() && !fitted.isEmpty()) {
            return fitted;
        }
        return input.names().isEmpty()
                ? IntStream.range(0, input.columns("DataFrame")).mapToObj(i -> "x" + i).toList()
                : input.names();
    }

    private static List<Tensor> columns(Values answer, List<String> names) {
        int width = answer.columns("DataFrame");
        if (names.size() != width) {
            throw new IllegalStateException(
                    names.size() + " names for " + width + " columns: " + names);
        }
        List<Tensor> columns = new ArrayList<>(width);
        for (int index = 0; index < width; index++) {
            columns.add(column(answer, index).withName(names.get(index)));
        }
        return columns;
    }

    /** One column as a vector, in the type that it has. */
    public static Tensor column(Values answer, int index) {
        Shape shape = Shape.of(answer.rows());
        if (answer instanceof MixedValues mixed) {
            return column(mixed.columns(), index);
        }
        if (answer instanceof TableValues frame) {
            return frame.table().columns().get(index);
        }
        if (answer instanceof Matrix matrix) {
            return matrix.select(new int[] {index}, "DataFrame").encodable().withShape(shape);
        }
        Tensor tensor = ((TensorValues) answer).tensor();
        return tensor.data() instanceof NumericData numbers
                ? new Tensor("", shape, column(numbers, index, answer.rows()))
                : ((Tensor) answer.select(new int[] {index}, "DataFrame").encodable())
                        .withShape(shape);
    }

    private static NumericData column(NumericData numbers, int index, int rows) {
        int size = numbers.datatype().byteSize();
        int width = numbers.size() / Math.max(rows, 1);
        ByteBuffer column = NumericData.allocate(numbers.datatype(), rows);
        for (int row = 0; row < rows; row++) {
            column.put(row * size, numbers.bytes(), (row * width + index) * size, size);
        }
        return NumericData.wrap(numbers.datatype(), column);
    }
}
