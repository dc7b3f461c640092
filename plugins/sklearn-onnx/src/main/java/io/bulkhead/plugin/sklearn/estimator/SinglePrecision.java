package io.bulkhead.plugin.sklearn.estimator;

import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PickledObject;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.SparseMatrix;
import io.bulkhead.plugin.sklearn.value.TableValues;
import io.bulkhead.plugin.sklearn.value.TensorValues;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An estimator that was fitted on numbers of single precision, and so answers such with them: what
 * numpy does with two factors of single precision.
 */
public final class SinglePrecision implements Estimator {
    private final Estimator fitted;
    private final Set<Method> methods;

    private SinglePrecision(Estimator fitted, Set<Method> methods) {
        this.fitted = fitted;
        this.methods = methods;
    }

    /**
     * @param attribute an array, or a list of them, that is of single precision if the rows that
     *     the estimator was fitted on were
     */
    public static EstimatorReader by(String attribute, EstimatorReader reader) {
        return (attributes, converter) -> {
            Estimator estimator = reader.read(attributes, converter);
            return isSingle(attributes.require(attribute))
                    ? new SinglePrecision(estimator, EnumSet.allOf(Method.class))
                    : estimator;
        };
    }

    /**
     * The same for each method by an attribute of its own; an attribute that is absent, or is a
     * single number, says nothing.
     */
    public static EstimatorReader by(Map<Method, String> byMethod, EstimatorReader reader) {
        return (attributes, converter) -> {
            Estimator estimator = reader.read(attributes, converter);
            Set<Method> single = EnumSet.noneOf(Method.class);
            for (Map.Entry<Method, String> entry : byMethod.entrySet()) {
                Object value = attributes.find(entry.getValue()).orElse("");
                if (isSingle(value)) {
                    single.add(entry.getKey());
                }
            }
            return single.isEmpty() ? estimator : new SinglePrecision(estimator, single);
        };
    }

    private static boolean isSingle(Object value) throws PickleException {
        if (value instanceof PickledObject sparse) {
            return isSingle(new Attributes(sparse).find("data").orElse(""));
        }
        if (value instanceof NdArray array) {
            return array.isSingle();
        }
        List<Object> items = Attributes.itemsOf(value).orElse(List.of());
        return !items.isEmpty() && items.get(0) instanceof NdArray array && array.isSingle();
    }

    @Override
    public Set<Method> methods() {
        return fitted.methods();
    }

    @Override
    public Values apply(Method method, Values input) {
        Values answer = fitted.apply(method, input);
        return answer instanceof Matrix matrix && methods.contains(method) && takesSingle(input)
                ? new Matrix(matrix.rows(), matrix.columns(), matrix.values(), true)
                : answer;
    }

    private static boolean takesSingle(Values input) {
        if (input instanceof Matrix matrix) {
            return matrix.single();
        }
        if (input instanceof TensorValues values) {
            return values.tensor().datatype() == Datatype.FP32;
        }
        if (input instanceof TableValues values) {
            return values.table().columns().stream()
                    .allMatch(column -> column.datatype() == Datatype.FP32);
        }
        return input instanceof SparseMatrix sparse && sparse.datatype() == Datatype.FP32;
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        return fitted.outputNames(inputNames);
    }
}
