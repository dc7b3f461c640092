package io.bulkhead.plugin.sklearn.delegate;

import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import io.bulkhead.plugin.sklearn.value.TensorValues;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An estimator whose file knows its classes: the other runtime's answers are its own. */
final class DelegatedAnswers implements Estimator {
    private final BoosterRows rows;
    private final Trees trees;
    private final Method predicts;
    private final Set<Method> methods;

    DelegatedAnswers(String name, Trees trees) {
        this(name, trees, Method.PREDICT);
    }

    /**
     * @param predicts which of the other runtime's answers is its prediction
     */
    DelegatedAnswers(String name, Trees trees, Method predicts) {
        this.rows = BoosterRows.of(name);
        this.trees = trees;
        this.predicts = predicts;
        this.methods = EnumSet.of(Method.PREDICT);
        methods.addAll(trees.explanations());
        if (trees.has(Method.PREDICT_PROBA.pythonName())) {
            methods.add(Method.PREDICT_PROBA);
        }
    }

    @Override
    public Set<Method> methods() {
        return Set.copyOf(methods);
    }

    @Override
    public List<TensorMetadata> inputs() {
        return trees.inputs();
    }

    @Override
    public Values apply(Method method, Values input) {
        Method asked = method == Method.PREDICT ? predicts : method;
        return new TensorValues(trees.answer(asked, rows.asGiven(input, trees)));
    }

    @Override
    public Optional<ClassLabels> knownClasses() {
        return trees.classes();
    }
}
