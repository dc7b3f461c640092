package io.bulkhead.plugin.sklearn.calibration;

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
    private static final double NEARLY_ONE = 1 + 1e-5;

    private final List<Member> members;
    private final ClassLabels classes;

    /** A classifier, its curves, and which classes they are for. */
    private static final class Member {
        private final Classifier classifier;
        private final List<Curve> curves;
        private final int[] places;

        Member(Classifier classifier, List<Curve> curves, int[] places) {
            this.classifier = classifier;
            this.curves = curves;
            this.places = places;
        }

        static Member of(Attributes attributes, ClassLabels classes, EstimatorConverter converter)
                throws PickleException {
            String name = attributes.find("estimator").isPresent() ? "estimator" : "base_estimator";
            Classifier classifier = Classifier.of(attributes.require(name), attributes, converter);
            List<Curve> curves = new ArrayList<>();
            for (Object calibrator : attributes.items("calibrators")) {
                curves.add(Curve.of(attributes.member(calibrator)));
            }
            int[] places = classifier.placesIn(classes, attributes);
            int wanted = classes.size() == 2 ? 1 : places.length;
            if (curves.size() != wanted) {
                throw new PickleException("calibrated classifier has no curve for each class");
            }
            return new Member(classifier, curves, places);
        }

        void addTo(double[] sums, int classes, Values input) {
            double[] shares = new double[sums.length];
            if (classes == 2) {
                fillPairs(shares, classifier.scores(input));
            } else {
                fill(shares, classes, classifier.scores(input));
                Rows.normalize(shares, classes);
            }
            for (int i = 0; i < sums.length; i++) {
                sums[i] += shares[i] > 1 && shares[i] <= NEARLY_ONE ? 1 : shares[i];
            }
        }

        private void fillPairs(double[] shares, double[] scores) {
            for (int row = 0; row < scores.length; row++) {
                double second = curves.get(0).at(scores[row]);
                shares[row * 2] = 1 - second;
                shares[row * 2 + 1] = second;
            }
        }

        private void fill(double[] shares, int classes, double[] scores) {
            for (int i = 0; i < scores.length; i++) {
                int own = i % places.length;
                int row = i / places.length;
                shares[row * classes + places[own]] = curves.get(own).at(scores[i]);
            }
        }
    }

    private CalibratedClassifier(List<Member> members, ClassLabels classes) {
        this.members = List.copyOf(members);
        this.classes = classes;
    }

    public static CalibratedClassifier read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        ClassLabels classes = attributes.labels("classes_");
        List<Member> members = new ArrayList<>();
        for (Object member : attributes.items("calibrated_classifiers_")) {
            members.add(Member.of(attributes.member(member), classes, converter));
        }
        if (members.isEmpty()) {
            throw new PickleException(attributes.owner() + " has no classifiers");
        }
        return new CalibratedClassifier(members, classes);
    }

    @Override
    public Set<Method> methods() {
        return Set.of(Method.PREDICT, Method.PREDICT_PROBA);
    }

    @Override
    public Values apply(Method method, Values input) {
        double[] sums = new double[input.rows() * classes.size()];
        for (Member member : members) {
            member.addTo(sums, classes.size(), input);
        }
        Rows.dividedBy(sums, members.size());
        return Answers.ofProbabilities(method, classes, sums);
    }
}
