package io.bulkhead.plugin.sklearn.discriminant;

import io.bulkhead.plugin.sklearn.estimator.Answers;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Precision;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** QDA: a normal distribution for each class, of any shape. */
public final class QuadraticDiscriminant implements Estimator {
    private final Features features;
    private final ClassLabels classes;
    private final List<double[]> axes;
    private final double[] means;
    private final double[] constants;

    private QuadraticDiscriminant(
            Features features,
            ClassLabels classes,
            List<double[]> axes,
            double[] means,
            double[] constants) {
        this.features = features;
        this.classes = classes;
        this.axes = List.copyOf(axes);
        this.means = means;
        this.constants = constants;
    }

    public static QuadraticDiscriminant read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Features features = Features.of(attributes);
        ClassLabels classes = attributes.labels("classes_");
        double[] means = attributes.numbers("means_");
        double[] constants = attributes.numbers("priors_").clone();
        List<Object> rotations = attributes.items("rotations_");
        List<Object> scalings = attributes.items("scalings_");
        int count = classes.size();
        if (means.length != count * features.count()
                || constants.length != count
                || rotations.size() != count
                || scalings.size() != count) {
            throw new PickleException(attributes.owner() + " has no numbers for each class");
        }
        List<double[]> axes = new ArrayList<>();
        for (int label = 0; label < count; label++) {
            NdArray scaling = array(attributes, scalings.get(label));
            axes.add(axes(array(attributes, rotations.get(label)), scaling, features));
            constants[label] = Math.log(constants[label]) - 0.5 * logOfProduct(scaling);
        }
        return new QuadraticDiscriminant(features, classes, axes, means, constants);
    }

    private static double logOfProduct(NdArray scaling) throws PickleException {
        Precision precision = precision(scaling);
        double sum = 0;
        for (double scale : scaling.toDoubles()) {
            sum = precision.round(sum + precision.round(Math.log(scale)));
        }
        return sum;
    }

    /** In which numpy computes with what was fitted, whatever it is asked. */
    private static Precision precision(NdArray fitted) {
        return fitted.isSingle() ? Precision.SINGLE : Precision.DOUBLE;
    }

    private static NdArray array(Attributes attributes, Object value) throws PickleException {
        if (value instanceof NdArray array) {
            return array;
        }
        throw new PickleException(attributes.owner() + " has a class without numbers");
    }

    /** The axes of a class's distribution, scaled to its width along them. */
    private static double[] axes(NdArray rotation, NdArray scaling, Features features)
            throws PickleException {
        if (rotation.length() != scaling.length() * features.count()) {
            throw new PickleException(features.owner() + " has axes that do not fit");
        }
        double[] axes = rotation.toDoubles().clone();
        double[] scales = scaling.toDoubles();
        Precision precision = precision(rotation);
        for (int i = 0; i < axes.length; i++) {
            double scale = precision.round(1 / Math.sqrt(scales[i % scales.length]));
            axes[i] = precision.round(axes[i] * scale);
        }
        return axes;
    }

    @Override
    public Set<Method> methods() {
        return Set.of(
                Method.PREDICT,
                Method.PREDICT_PROBA,
                Method.PREDICT_LOG_PROBA,
                Method.DECISION_FUNCTION);
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.finite(input);
        int count = classes.size();
        double[] logs = new double[matrix.rows() * count];
        for (int i = 0; i < logs.length; i++) {
            int label = i % count;
            logs[i] = constants[label] - 0.5 * distance(matrix, i / count, label);
        }
        if (method != Method.DECISION_FUNCTION) {
            return Answers.ofLogs(method, classes, logs);
        }
        return count == 2 ? Rows.column(lead(logs)) : Rows.matrix(logs, count);
    }

    private static double[] lead(double[] logs) {
        double[] lead = new double[logs.length / 2];
        Arrays.setAll(lead, row -> logs[row * 2 + 1] - logs[row * 2]);
        return lead;
    }

    private double distance(Matrix matrix, int row, int label) {
        int count = features.count();
        double[] axis = axes.get(label);
        int width = axis.length / count;
        double sum = 0;
        for (int column = 0; column < width; column++) {
            double along = 0;
            for (int i = 0; i < count; i++) {
                double difference = matrix.values()[row * count + i] - means[label * count + i];
                along += difference * axis[i * width + column];
            }
            sum += along * along;
        }
        return sum;
    }
}
