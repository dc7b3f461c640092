package io.bulkhead.plugin.sklearn.preprocessing;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PickledName;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/** A function of each number, or none: then whatever comes in goes out as it is. */
public final class FunctionTransformer implements Estimator {
    private final Optional<NumpyFunction> function;
    private final String owner;

    private FunctionTransformer(String owner, Optional<NumpyFunction> function) {
        this.owner = owner;
        this.function = function;
    }

    /** The one that changes nothing. */
    public static FunctionTransformer identity() {
        return new FunctionTransformer("FunctionTransformer", Optional.empty());
    }

    public static FunctionTransformer read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        return new FunctionTransformer(attributes.owner(), find(attributes, "func", "kw_args"));
    }

    /**
     * A function that an attribute refers to; empty if there is none.
     *
     * @param arguments the attribute with its further arguments, of which there may be none
     */
    public static Optional<DoubleUnaryOperator> function(
            Attributes attributes, String name, String arguments) throws PickleException {
        return find(attributes, name, arguments).map(NumpyFunction::operator);
    }

    private static Optional<NumpyFunction> find(
            Attributes attributes, String name, String arguments) throws PickleException {
        Optional<Object> func = attributes.find(name);
        if (func.isEmpty()) {
            return Optional.empty();
        }
        Optional<NumpyFunction> known =
                func.get() instanceof PickledName function
                        ? NumpyFunctions.find(function, attributes.findDict(arguments))
                        : Optional.empty();
        if (known.isEmpty()) {
            throw attributes.unsupported(name, func.get());
        }
        return known;
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.TRANSFORM);
    }

    @Override
    public Values apply(Method method, Values input) {
        return function.map(present -> present.apply(input, owner)).orElse(input);
    }
}
