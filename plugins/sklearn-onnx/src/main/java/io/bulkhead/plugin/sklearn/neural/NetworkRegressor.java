package io.bulkhead.plugin.sklearn.neural;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Set;

/** MLPRegressor: what the last layer gives is the answer. */
public final class NetworkRegressor implements Estimator {
    private final Layers layers;
    private final boolean exponential;

    private NetworkRegressor(Layers layers, boolean exponential) {
        this.layers = layers;
        this.exponential = exponential;
    }

    public static NetworkRegressor read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        String last = attributes.text("out_activation_", "identity");
        return switch (last) {
            case "identity" -> new NetworkRegressor(Layers.of(attributes), false);
            case "exp" -> new NetworkRegressor(Layers.of(attributes), true);
            default -> throw attributes.unsupported("out_activation_", last);
        };
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.PREDICT);
    }

    @Override
    public Values apply(Method method, Values input) {
        double[] answers = layers.of(input);
        for (int i = 0; exponential && i < answers.length; i++) {
            answers[i] = Math.exp(answers[i]);
        }
        return Rows.matrix(answers, layers.outputs());
    }
}
