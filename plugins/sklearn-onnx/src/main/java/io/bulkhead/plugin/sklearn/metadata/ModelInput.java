package io.bulkhead.plugin.sklearn.metadata;

import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.api.tensor.TensorData;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** One input of a model, and values that it takes. */
public final class ModelInput {
    private final TensorMetadata described;
    private final List<KnownColumn> columns;

    private ModelInput(TensorMetadata described, List<KnownColumn> columns) {
        this.described = described;
        this.columns = columns;
    }

    /** Inputs that take any value of their type. */
    public static List<ModelInput> of(List<TensorMetadata> described) {
        return described.stream().map(ModelInput::ofAny).toList();
    }

    private static ModelInput ofAny(TensorMetadata described) {
        boolean text = described.datatype() == Datatype.BYTES;
        return new ModelInput(described, List.of(text ? KnownColumn.TEXT : KnownColumn.NUMBER));
    }

    /** Those of a model: one by column where they are of several types, or wanted by name. */
    static List<ModelInput> of(FittedInput fitted) {
        if (fitted.layout() != Layout.COLUMNS && !fitted.isMixed()) {
            return List.of(whole(fitted));
        }
        return IntStream.range(0, fitted.columns().size())
                .mapToObj(place -> column(fitted, place))
                .toList();
    }

    private static ModelInput whole(FittedInput fitted) {
        long width = fitted.layout() == Layout.ANY_ROWS ? Shape.ANY : fitted.columns().size();
        boolean vector = fitted.layout() == Layout.VECTOR;
        Shape shape = vector ? Shape.of(Shape.ANY) : Shape.of(Shape.ANY, width);
        return input("input-0", shape, fitted.columns());
    }

    /** Without names of their own, columns are called as scikit-learn calls them. */
    private static ModelInput column(FittedInput fitted, int place) {
        String name = fitted.names().isEmpty() ? "x" + place : fitted.names().get(place);
        return input(name, Shape.of(Shape.ANY, 1), List.of(fitted.columns().get(place)));
    }

    private static ModelInput input(String name, Shape shape, List<KnownColumn> columns) {
        Datatype datatype = columns.get(0).isText() ? Datatype.BYTES : Datatype.FP64;
        return new ModelInput(
                new TensorMetadata(name, datatype, shape, Parameters.empty()), columns);
    }

    /** What the metadata tell of it. */
    public TensorMetadata described() {
        return described;
    }

    /** Whether it takes as many columns as one likes. */
    public boolean isOpen() {
        for (int axis = 1; axis < described.shape().rank(); axis++) {
            if (described.shape().dimension(axis) == Shape.ANY) {
                return true;
            }
        }
        return false;
    }

    /**
     * A tensor of values that the model knows.
     *
     * @param size of each dimension that is open
     * @param number what is taken where any number will do
     */
    public Tensor tensor(int size, double number) {
        long[] dimensions = described.shape().toArray();
        for (int axis = 0; axis < dimensions.length; axis++) {
            dimensions[axis] = dimensions[axis] == Shape.ANY ? size : dimensions[axis];
        }
        Shape shape = Shape.of(dimensions);
        int elements = Math.toIntExact(shape.elementCount());
        return new Tensor(described.name(), shape, data(elements, number), described.parameters());
    }

    private TensorData data(int elements, double number) {
        if (described.datatype() == Datatype.BYTES) {
            List<String> texts = new ArrayList<>(elements);
            for (int i = 0; i < elements; i++) {
                texts.add((String) known(i));
            }
            return BytesData.ofStrings(texts);
        }
        return switch (described.datatype()) {
            case FP64 -> NumericData.of(numbers(elements, number));
            case FP32 -> NumericData.of(singles(numbers(elements, number)));
            default ->
                    NumericData.wrap(
                            described.datatype(),
                            NumericData.allocate(described.datatype(), elements));
        };
    }

    private double[] numbers(int elements, double number) {
        double[] numbers = new double[elements];
        for (int i = 0; i < elements; i++) {
            double known = (double) known(i);
            numbers[i] = known == 0 ? number : known;
        }
        return numbers;
    }

    private static float[] singles(double[] numbers) {
        float[] singles = new float[numbers.length];
        for (int i = 0; i < singles.length; i++) {
            singles[i] = (float) numbers[i];
        }
        return singles;
    }

    private Object known(int element) {
        return columns.get(element % columns.size()).value();
    }
}
