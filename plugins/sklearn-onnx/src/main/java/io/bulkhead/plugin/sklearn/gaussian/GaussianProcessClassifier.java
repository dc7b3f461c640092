package io.bulkhead.plugin.sklearn.gaussian;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.EnumSet;
import java.util.Set;

/** One process for two classes, or several that tell classes apart. */
public final class GaussianProcessClassifier implements Estimator {
    private final Features features;
    private final Estimator processes;

    private GaussianProcessClassifier(Features features, Estimator processes) {
        this.features = features;
        this.processes = processes;
    }

    public static GaussianProcessClassifier read(
            Attributes attributes, EstimatorConverter converter) throws PickleException {
        Estimator processes = converter.convert(attributes.require("base_estimator_"));
        return new GaussianProcessClassifier(Features.of(attributes), processes);
    }

    @Override
    public Set<Method> methods() {
        Set<Method> methods = EnumSet.of(Method.PREDICT, Method.PREDICT_PROBA);
        methods.retainAll(processes.methods());
        return methods;
    }

    @Override
    public Values apply(Method method, Values input) {
        return processes.apply(method, features.finite(input));
    }
}
