package io.bulkhead.plugin.sklearn.delegate;

import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import io.bulkhead.plugin.sklearn.value.TensorValues;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** CatBoostClassifier, which also gives the logarithms of its probabilities. */
final class CatboostClassifier implements Estimator {
    private static final String COMPETING = "MultiClass";

    private final Estimator answers;
    private final boolean competing;

    CatboostClassifier(String name, Trees trees) {
        this.answers = new DelegatedAnswers(name, trees);
        this.competing = trees.property("loss_function").filter(COMPETING::equals).isPresent();
    }

    @Override
    public Set<Method> methods() {
        Set<Method> methods = EnumSet.copyOf(answers.methods());
        if (methods.contains(Method.PREDICT_PROBA)) {
            methods.add(Method.PREDICT_LOG_PROBA);
        }
        return methods;
    }

    @Override
    public List<TensorMetadata> inputs() {
        return answers.inputs();
    }

    @Override
    public Values apply(Method method, Values input) {
        return method == Method.PREDICT_LOG_PROBA
                ? logs(((TensorValues) answers.apply(Method.MARGIN, input)).tensor())
                : answers.apply(method, input);
    }

    @Override
    public Optional<ClassLabels> knownClasses() {
        return answers.knownClasses();
    }

    /** Of the raw values, since probabilities that are nearly one or zero have lost theirs. */
    private Values logs(Tensor margin) {
        double[] raw = margin.toDoubles();
        int rows = Math.toIntExact(margin.shape().dimension(0));
        int width = rows == 0 ? 1 : raw.length / rows;
        if (width == 1) {
            return Rows.matrix(logsOfBoth(raw), 2);
        }
        return Rows.matrix(competing ? Rows.normalizeLogs(raw, width) : eachLog(raw), width);
    }

    private static double[] logsOfBoth(double[] raw) {
        double[] logs = new double[2 * raw.length];
        for (int i = 0; i < raw.length; i++) {
            logs[2 * i] = logOfLogistic(-raw[i]);
            logs[2 * i + 1] = logOfLogistic(raw[i]);
        }
        return logs;
    }

    private static double[] eachLog(double[] raw) {
        double[] logs = new double[raw.length];
        for (int i = 0; i < raw.length; i++) {
            logs[i] = logOfLogistic(raw[i]);
        }
        return logs;
    }

    private static double logOfLogistic(double score) {
        return score < 0 ? score - Math.log1p(Math.exp(score)) : -Math.log1p(Math.exp(-score));
    }
}
