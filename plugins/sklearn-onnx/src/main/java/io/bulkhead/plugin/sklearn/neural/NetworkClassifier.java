package io.bulkhead.plugin.sklearn.neural;

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
import java.util.Set;

/** MLPClassifier: of two classes, of more, or any number of labels at once. */
public final class NetworkClassifier implements Estimator {
    private final Layers layers;
    private final ClassLabels classes;
    private final boolean severalLabels;

    private NetworkClassifier(Layers layers, ClassLabels classes, boolean severalLabels) {
        this.layers = layers;
        this.classes = classes;
        this.severalLabels = severalLabels;
    }

    public static NetworkClassifier read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Layers layers = Layers.of(attributes);
        Attributes binarizer = attributes.member(attributes.require("_label_binarizer"));
        ClassLabels classes = binarizer.labels("classes_");
        boolean softmax =
                attributes.oneOf("out_activation_", "softmax", "logistic").equals("softmax");
        boolean severalLabels = binarizer.text("y_type_", "multiclass").startsWith("multilabel");
        boolean fits =
                (softmax || severalLabels)
                        ? layers.outputs() == classes.size()
                        : layers.outputs() == 1 && classes.size() == 2;
        if (!fits) {
            throw new PickleException(attributes.owner() + " has outputs for other classes");
        }
        return new NetworkClassifier(layers, classes, severalLabels);
    }

    @Override
    public Set<Method> methods() {
        return Answers.OF_CLASSIFIER;
    }

    @Override
    public Values apply(Method method, Values input) {
        double[] values = layers.of(input);
        if (layers.outputs() > 1 && !severalLabels) {
            if (method == Method.PREDICT) { // the greatest sum has the greatest probability
                return classes.pick(Rows.argMax(values, classes.size()));
            }
            return Answers.ofProbabilities(method, classes, Rows.softmaxed(values, classes.size()));
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = Rows.logistic(values[i]);
        }
        if (!severalLabels) {
            return Answers.ofProbabilities(method, classes, Rows.pairs(values));
        }
        Matrix shares = Rows.matrix(values, classes.size());
        return switch (method) {
            case PREDICT -> Answers.above(shares, 0.5);
            case PREDICT_LOG_PROBA -> Rows.log(shares);
            default -> shares;
        };
    }
}
