package io.bulkhead.plugin.sklearn.calibration;

import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.plugin.sklearn.estimator.Answers;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Classifier;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The mean of several classifiers, each with a curve for the scores of each class. */
public final class CalibratedClassifier implements Estimator {
    private final List<CalibratedMember> members;
    private final ClassLabels classes;

    private CalibratedClassifier(List<CalibratedMember> members, ClassLabels classes) {
        this.members = List.copyOf(members);
        this.classes = classes;
    }

    public static CalibratedClassifier read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        ClassLabels classes = attributes.labels("classes_");
        List<CalibratedMember> members = new ArrayList<>();
        for (Object member : attributes.items("calibrated_classifiers_")) {
            members.add(member(attributes.member(member), classes, converter));
        }
        if (members.isEmpty()) {
            throw new PickleException(attributes.owner() + " has no classifiers");
        }
        return new CalibratedClassifier(members, classes);
    }

    private static CalibratedMember member(
            Attributes attributes, ClassLabels classes, EstimatorConverter converter)
            throws PickleException {
        String name = attributes.find("estimator").isPresent() ? "estimator" : "base_estimator";
        Classifier classifier = Classifier.of(attributes.require(name), attributes, converter);
        if (attributes
                .oneOf("method", "sigmoid", "isotonic", "temperature")
                .equals("temperature")) {
            boolean text = classes.datatype() == Datatype.BYTES; // then members know numbers of it
            ClassLabels known = text ? ClassLabels.encoded(classes.size()) : classes;
            int[] places = classifier.placesIn(known, attributes);
            return new Temperature(classifier, factor(attributes), places, classes.size());
        }
        int[] places = classifier.placesIn(classes, attributes);
        List<Curve> curves = new ArrayList<>();
        for (Object calibrator : attributes.items("calibrators")) {
            curves.add(Curve.of(attributes.member(calibrator)));
        }
        return new CurvedMember(classifier, curves, places, classes.size());
    }

    private static double factor(Attributes attributes) throws PickleException {
        List<Object> calibrators = attributes.items("calibrators");
        if (calibrators.size() != 1) {
            throw new PickleException("calibrated classifier has not one temperature");
        }
        return attributes.member(calibrators.get(0)).numbers("beta_")[0];
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.PREDICT, Method.PREDICT_PROBA);
    }

    @Override
    public Values apply(Method method, Values input) {
        double[] sums = new double[input.rows() * classes.size()];
        for (CalibratedMember member : members) {
            member.addTo(sums, input);
        }
        Rows.dividedBy(sums, members.size());
        return Answers.ofProbabilities(method, classes, sums);
    }
}
