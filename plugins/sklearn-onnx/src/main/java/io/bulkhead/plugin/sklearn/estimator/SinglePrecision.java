package io.bulkhead.plugin.sklearn.estimator;

import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PickledObject;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Precision;
import io.bulkhead.plugin.sklearn.value.SparseMatrix;
import io.bulkhead.plugin.sklearn.value.TableValues;
import io.bulkhead.plugin.sklearn.value.TensorValues;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * An estimator that was fitted on numbers of single precision, and so answers such with them: what
 * numpy does with two factors of single precision.
 */
public final class SinglePrecision implements Estimator {
    private final Estimator fitted;
    private final Set<Method> methods;
    private final Predicate<Values> inputs;

    private SinglePrecision(Estimator fitted, Set<Method> methods, Predicate<Values> inputs) {
        this.fitted = fitted;
        this.methods = methods;
        this.inputs = inputs;
    }

    /**
     * @param attribute an array, or a list of them, that is of single precision if the rows that
     *     the estimator was fitted on were
     */
    public static EstimatorReader by(String attribute, EstimatorReader reader) {
        return by(attribute, reader, SinglePrecision::fitsSingle);
    }

    /** The same where Python makes doubles of all that is not of single precision itself. */
    public static EstimatorReader byItself(String attribute, EstimatorReader reader) {
        return by(attribute, reader, SinglePrecision::isSingleItself);
    }

    /** The same where Python computes in single precision whatever it is given. */
    public static EstimatorReader always(String attribute, EstimatorReader reader) {
        return by(attribute, reader, input -> true);
    }

    private static EstimatorReader by(
            String attribute, EstimatorReader reader, Predicate<Values> inputs) {
        return (attributes, converter) -> {
            Estimator estimator = reader.read(attributes, converter);
            return isSingle(attributes.require(attribute))
                    ? new SinglePrecision(estimator, EnumSet.allOf(Method.class), inputs)
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
            return single.isEmpty()
                    ? estimator
                    : new SinglePrecision(estimator, single, SinglePrecision::isSingleItself);
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
        return answer instanceof Matrix matrix && methods.contains(method) && inputs.test(input)
                ? new Matrix(matrix.rows(), matrix.columns(), matrix.values(), true)
                : answer;
    }

    private static boolean isSingleItself(Values input) {
        return fitsSingle(input)
                && (!(input instanceof TensorValues values)
                        || values.tensor().datatype() == Datatype.FP32);
    }

    /** Whether numpy keeps single precision where numbers of such meet these. */
    public static boolean fitsSingle(Values input) {
        if (input instanceof Matrix matrix) {
            return matrix.precision() != Precision.DOUBLE;
        }
        if (input instanceof TensorValues values) {
            return Precision.fitsSingle(values.tensor().datatype());
        }
        if (input instanceof TableValues values) {
            return values.table().columns().stream()
                    .allMatch(column -> Precision.fitsSingle(column.datatype()));
        }
        return input instanceof SparseMatrix sparse && Precision.fitsSingle(sparse.datatype());
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        return fitted.outputNames(inputNames);
    }
}
