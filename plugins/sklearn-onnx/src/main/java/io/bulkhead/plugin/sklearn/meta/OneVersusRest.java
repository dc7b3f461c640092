package io.bulkhead.plugin.sklearn.meta;

import io.bulkhead.plugin.sklearn.estimator.Answers;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** One estimator for each class, which tells it from all others; or one for two classes. */
public final class OneVersusRest implements Estimator {
    private final BinaryScores scores;
    private final ClassLabels classes;
    private final boolean severalLabels;
    private final boolean keepsZeros;
    private final boolean lastWins;

    private OneVersusRest(
            BinaryScores scores,
            ClassLabels classes,
            boolean severalLabels,
            Attributes attributes) {
        this.scores = scores;
        this.classes = classes;
        this.severalLabels = severalLabels;
        this.keepsZeros = attributes.writtenBy(1, 7);
        this.lastWins = !attributes.writtenBy(1, 8);
    }

    public static OneVersusRest read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        BinaryScores scores = BinaryScores.of(attributes, converter);
        Attributes binarizer = attributes.member(attributes.require("label_binarizer_"));
        ClassLabels classes = binarizer.labels("classes_");
        boolean severalLabels = binarizer.text("y_type_", "multiclass").startsWith("multilabel");
        boolean pair = scores.count() == 1 && classes.size() == 2 && !severalLabels;
        if (!pair && scores.count() != classes.size()) {
            throw new PickleException(attributes.owner() + " has no estimator for each class");
        }
        return new OneVersusRest(scores, classes, severalLabels, attributes);
    }

    @Override
    public Set<Method> methods() {
        Set<Method> methods = EnumSet.of(Method.PREDICT_PROBA, Method.DECISION_FUNCTION);
        methods.removeIf(each -> !scores.can(each));
        methods.add(Method.PREDICT);
        return methods;
    }

    @Override
    public Values apply(Method method, Values input) {
        return switch (method) {
            case PREDICT -> predict(input);
            case PREDICT_PROBA -> shares(scores.of(input, method));
            default -> scores.of(input, method);
        };
    }

    private Values predict(Values input) {
        double[] sure = scores.of(input);
        if (severalLabels) {
            return Answers.above(Rows.matrix(sure, scores.count()), scores.threshold());
        }
        int[] picked = new int[sure.length / scores.count()];
        Arrays.setAll(picked, row -> winner(sure, row));
        return classes.pick(picked);
    }

    /** Of several that are equally sure the first, or, before scikit-learn 1.8, the last. */
    private int winner(double[] sure, int row) {
        if (scores.count() == 1) {
            return sure[row] > scores.threshold() ? 1 : 0;
        }
        int from = row * scores.count();
        int best = 0;
        for (int i = 1; i < scores.count(); i++) {
            boolean ahead = sure[from + i] > sure[from + best];
            if (ahead || (lastWins && sure[from + i] == sure[from + best])) {
                best = i;
            }
        }
        return best;
    }

    private Matrix shares(Matrix given) {
        double[] shares = given.values();
        if (scores.count() == 1) {
            return Rows.matrix(Rows.pairs(shares), classes.size()).asSingle(given.single());
        }
        if (!severalLabels) {
            for (int from = 0; from < shares.length; from += classes.size()) {
                share(shares, from);
            }
        }
        return given;
    }

    /** A row of zeros stays one, since scikit-learn 1.7; before, it became no numbers. */
    private void share(double[] shares, int from) {
        double sum = 0;
        for (int i = from; i < from + classes.size(); i++) {
            sum += shares[i];
        }
        if (sum == 0 && keepsZeros) {
            return;
        }
        for (int i = from; i < from + classes.size(); i++) {
            shares[i] /= sum;
        }
    }
}
