package io.bulkhead.plugin.sklearn.dummy;

import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.DtypeParameter;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.Dtype;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Set;

/** Answers the same numbers for every row. */
public final class DummyRegressor implements Estimator {
    private final double[] constants;
    private final Datatype datatype;

    private DummyRegressor(double[] constants, Datatype datatype) {
        this.constants = constants;
        this.datatype = datatype;
    }

    public static DummyRegressor read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        return new DummyRegressor(attributes.numbers("constant_"), datatype(attributes));
    }

    /** A constant that was given may be a whole number; what was computed has the target's type. */
    private static Datatype datatype(Attributes attributes) throws PickleException {
        if (!(attributes.require("constant_") instanceof NdArray array)) {
            return Datatype.FP64;
        }
        return array.isSingle()
                ? Datatype.FP32
                : array.dtype().kind() == Dtype.Kind.SIGNED ? Datatype.INT64 : Datatype.FP64;
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.PREDICT);
    }

    @Override
    public Values apply(Method method, Values input) {
        double[] answers = Rows.repeated(constants, input.rows());
        return new DtypeParameter(datatype).cast(input.rows(), constants.length, answers);
    }
}
