package io.bulkhead.plugin.sklearn.meta;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Nearest;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Arrays;
import java.util.Set;

/** Each class is a code of several bits, and each bit has an estimator: the nearest code wins. */
public final class OutputCode implements Estimator {
    private final BinaryScores scores;
    private final ClassLabels classes;
    private final double[] codes;

    private OutputCode(BinaryScores scores, ClassLabels classes, double[] codes) {
        this.scores = scores;
        this.classes = classes;
        this.codes = codes;
    }

    public static OutputCode read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        BinaryScores scores = BinaryScores.of(attributes, converter);
        ClassLabels classes = attributes.labels("classes_");
        double[] codes = attributes.numbers("code_book_");
        if (codes.length != classes.size() * scores.count()) {
            throw new PickleException(attributes.owner() + " has no code for each class");
        }
        return new OutputCode(scores, classes, codes);
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.PREDICT);
    }

    @Override
    public Values apply(Method method, Values input) {
        double[] sure = scores.of(input);
        int[] picked = new int[input.rows()];
        Arrays.setAll(picked, row -> Nearest.index(sure, row, codes, scores.count()));
        return classes.pick(picked);
    }
}
