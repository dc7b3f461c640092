package io.bulkhead.plugin.sklearn.ensemble;

import io.bulkhead.plugin.sklearn.estimator.Answers;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Classifier;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Features;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Classifiers fitted on samples of the rows and columns: the mean of their probabilities. */
public final class BaggingClassifier implements Estimator {
    private final Features features;
    private final List<Member> members;
    private final ClassLabels classes;

    /** A member answers in encoded classes, maybe not in all of them: its sample had only some. */
    private static final class Member {
        private final Classifier classifier;
        private final Subspace space;
        private final int[] places;

        Member(Classifier classifier, Subspace space, int[] places) {
            this.classifier = classifier;
            this.space = space;
            this.places = places;
        }

        void addTo(double[] sums, int classes, Matrix matrix) {
            if (classifier.can(Method.PREDICT_PROBA)) {
                double[] probabilities = classifier.probabilities(matrix);
                for (int i = 0; i < probabilities.length; i++) {
                    int row = i / places.length;
                    sums[row * classes + places[i % places.length]] += probabilities[i];
                }
                return;
            }
            int[] predicted = classifier.predict(matrix);
            for (int row = 0; row < predicted.length; row++) {
                sums[row * classes + places[predicted[row]]]++;
            }
        }
    }

    private BaggingClassifier(Features features, List<Member> members, ClassLabels classes) {
        this.features = features;
        this.members = List.copyOf(members);
        this.classes = classes;
    }

    public static BaggingClassifier read(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        Features features = Features.of(attributes);
        ClassLabels classes = attributes.labels("classes_");
        ClassLabels encoded = ClassLabels.encoded(classes.size());
        List<Subspace> spaces = Subspace.all(attributes, features.count());
        List<Classifier> classifiers =
                Classifier.all(attributes.items("estimators_"), attributes, converter);
        if (spaces.size() != classifiers.size() || spaces.isEmpty()) {
            throw new PickleException(attributes.owner() + " has no features for each member");
        }
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < spaces.size(); i++) {
            int[] places = classifiers.get(i).placesIn(encoded, attributes);
            members.add(new Member(classifiers.get(i), spaces.get(i), places));
        }
        return new BaggingClassifier(features, members, classes);
    }

    @Override
    public Set<Method> methods() {
        Set<Method> methods = EnumSet.copyOf(Answers.OF_CLASSIFIER);
        if (members.get(0).classifier.can(Method.DECISION_FUNCTION)) {
            methods.add(Method.DECISION_FUNCTION);
        }
        return methods;
    }

    @Override
    public Values apply(Method method, Values input) {
        Matrix matrix = features.numbers(input);
        if (method == Method.DECISION_FUNCTION) {
            return decisions(matrix);
        }
        double[] sums = new double[matrix.rows() * classes.size()];
        for (Member member : members) {
            member.addTo(sums, classes.size(), member.space.of(matrix, features.owner()));
        }
        Rows.dividedBy(sums, members.size());
        return Answers.ofProbabilities(method, classes, sums);
    }

    private Values decisions(Matrix matrix) {
        int columns = classes.size() == 2 ? 1 : classes.size();
        double[] sums = new double[matrix.rows() * columns];
        boolean single = true;
        for (Member member : members) {
            Matrix seen = member.space.of(matrix, features.owner());
            Values scores = member.classifier.estimator().apply(Method.DECISION_FUNCTION, seen);
            Rows.add(sums, Answers.numbers(scores), 1);
            single &= Answers.areSingle(scores);
        }
        return Rows.matrix(Rows.dividedBy(sums, members.size()), columns).asSingle(single);
    }
}
