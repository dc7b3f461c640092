package io.bulkhead.plugin.sklearn.meta;

import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.plugin.sklearn.estimator.Answers;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** A regressor of a target that was transformed, whose answers are transformed back. */
public final class TransformedTarget implements Estimator {
    private final Estimator regressor;
    private final Inverse inverse;

    private TransformedTarget(Estimator regressor, Inverse inverse) {
        this.regressor = regressor;
        this.inverse = inverse;
    }

    public static TransformedTarget read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Estimator regressor = converter.convert(attributes.require("regressor_"));
        Attributes transformer = attributes.member(attributes.require("transformer_"));
        return new TransformedTarget(regressor, Inverse.of(transformer));
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.PREDICT);
    }

    @Override
    public List<TensorMetadata> inputs() {
        return regressor.inputs();
    }

    @Override
    public Values apply(Method method, Values input) {
        Values answer = regressor.apply(method, input);
        double[] answers = Answers.numbers(answer).clone();
        int outputs = answers.length / input.rows();
        Arrays.setAll(answers, i -> inverse.at(answers[i], i % outputs));
        boolean single = answer instanceof Matrix matrix && matrix.single();
        return new Matrix(input.rows(), outputs, answers, single);
    }
}
