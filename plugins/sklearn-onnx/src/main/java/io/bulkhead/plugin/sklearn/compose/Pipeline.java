package io.bulkhead.plugin.sklearn.compose;

import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PyNone;
import io.bulkhead.plugin.sklearn.pickle.PyTuple;
import io.bulkhead.plugin.sklearn.preprocessing.FunctionTransformer;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Transformers one after the other, and a last step that answers. */
public final class Pipeline implements Estimator {
    private final List<Estimator> transformers;
    private final Estimator last;

    private Pipeline(List<Estimator> transformers, Estimator last) {
        this.transformers = List.copyOf(transformers);
        this.last = last;
    }

    public static Pipeline read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        List<Estimator> steps = new ArrayList<>();
        List<Object> described = attributes.items("steps");
        for (int i = 0; i < described.size(); i++) {
            if (!(described.get(i) instanceof PyTuple pair) || pair.size() != 2) {
                throw new PickleException(attributes.owner() + " has a step without a name");
            }
            boolean last = i == described.size() - 1;
            if (last || !changesNothing(pair.get(1))) {
                steps.add(step(pair.get(1), converter));
            }
        }
        if (steps.isEmpty()) {
            throw new PickleException(attributes.owner() + " has no steps");
        }
        List<Estimator> transformers = steps.subList(0, steps.size() - 1);
        if (transformers.stream().anyMatch(each -> !each.methods().contains(Method.TRANSFORM))) {
            throw new PickleException(
                    attributes.owner() + " has a step before the last that transforms nothing");
        }
        return new Pipeline(transformers, steps.get(steps.size() - 1));
    }

    private static Estimator step(Object step, EstimatorConverter converter)
            throws PickleException {
        return changesNothing(step) ? FunctionTransformer.identity() : converter.convert(step);
    }

    private static boolean changesNothing(Object step) {
        return step == PyNone.NONE || step.equals("passthrough");
    }

    @Override
    public Set<Method> methods() {
        return last.methods();
    }

    @Override
    public Values apply(Method method, Values input) {
        Values values = input;
        for (Estimator transformer : transformers) {
            values = transformer.apply(Method.TRANSFORM, values);
        }
        return last.apply(method, values);
    }

    @Override
    public List<TensorMetadata> inputs() {
        return transformers.isEmpty() ? last.inputs() : transformers.get(0).inputs();
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        List<String> names = inputNames;
        for (Estimator transformer : transformers) {
            names = transformer.outputNames(names);
        }
        return last.outputNames(names);
    }
}
