package io.bulkhead.plugin.sklearn.preprocessing;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** RFE and RFECV: selects features, and answers with an estimator over the selected ones. */
public final class FeatureElimination implements Estimator {
    private final FeatureSelection selection;
    private final Estimator estimator;

    private FeatureElimination(FeatureSelection selection, Estimator estimator) {
        this.selection = selection;
        this.estimator = estimator;
    }

    public static FeatureElimination read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        return new FeatureElimination(
                FeatureSelection.readMask(attributes, converter),
                converter.convert(attributes.require("estimator_")));
    }

    @Override
    public Set<Method> methods() {
        Set<Method> methods = EnumSet.copyOf(estimator.methods());
        methods.add(Method.TRANSFORM);
        return methods;
    }

    @Override
    public Values apply(Method method, Values input) {
        Values selected = selection.apply(Method.TRANSFORM, input);
        return method == Method.TRANSFORM ? selected : estimator.apply(method, selected);
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        return selection.outputNames(inputNames);
    }
}
