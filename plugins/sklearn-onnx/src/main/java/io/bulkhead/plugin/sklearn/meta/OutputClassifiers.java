package io.bulkhead.plugin.sklearn.meta;

import io.bulkhead.plugin.sklearn.estimator.Answers;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Classifier;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.List;
import java.util.Set;

/** MultiOutputClassifier: one classifier for each output. */
public final class OutputClassifiers implements Estimator {
    private final List<Classifier> members;

    private OutputClassifiers(List<Classifier> members) {
        this.members = List.copyOf(members);
    }

    public static OutputClassifiers read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        List<Classifier> members =
                Classifier.all(attributes.items("estimators_"), attributes, converter);
        if (members.stream().map(each -> each.classes().datatype()).distinct().count() != 1) {
            throw new PickleException(attributes.owner() + " has outputs of different types");
        }
        return new OutputClassifiers(members);
    }

    @Override
    public Set<Method> methods() {
        return members.get(0).can(Method.PREDICT_PROBA)
                ? Set.of(Method.PREDICT, Method.PREDICT_PROBA)
                : Set.of(Method.PREDICT);
    }

    @Override
    public Values apply(Method method, Values input) {
        if (method != Method.PREDICT) {
            throw Answers.noTensor(method, members.size());
        }
        int[] picked = new int[input.rows() * members.size()];
        for (int output = 0; output < members.size(); output++) {
            int[] answers = members.get(output).predict(input);
            for (int row = 0; row < answers.length; row++) {
                picked[row * members.size() + output] = answers[row];
            }
        }
        return ClassLabels.pick(members.stream().map(Classifier::classes).toList(), picked);
    }
}
