package io.bulkhead.plugin.sklearn.estimator;

import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.plugin.sklearn.pickle.NdArray;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PyList;
import io.bulkhead.plugin.sklearn.pickle.PyNone;
import io.bulkhead.plugin.sklearn.pickle.PyTuple;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A classifier within another estimator, and the classes that it knows.
 *
 * @param estimator what answers
 * @param classes in the order of its probabilities
 */
public record Classifier(Estimator estimator, ClassLabels classes) {
    private static final int MAX_STEPS = 64;

    /** The classifier of this object, which is part of {@code owner}. */
    public static Classifier of(Object member, Attributes owner, EstimatorConverter converter)
            throws PickleException {
        Estimator estimator = converter.convert(member);
        return new Classifier(estimator, classesOf(member, owner, converter));
    }

    /** The classifiers of these objects. */
    public static List<Classifier> all(
            List<Object> members, Attributes owner, EstimatorConverter converter)
            throws PickleException {
        List<Classifier> classifiers = new ArrayList<>(members.size());
        for (Object member : members) {
            classifiers.add(of(member, owner, converter));
        }
        return classifiers;
    }

    /** Where its classes are among these, all of which it must be. */
    public int[] placesIn(ClassLabels all, Attributes owner) throws PickleException {
        boolean text = classes.datatype() == Datatype.BYTES;
        if (text != (all.datatype() == Datatype.BYTES)) {
            throw new PickleException(owner.owner() + " has members that know other classes");
        }
        int[] places = all.indices(classes);
        for (int place : places) {
            if (place < 0) {
                throw new PickleException(owner.owner() + " has members that know other classes");
            }
        }
        return places;
    }

    /** The classes of a fitted classifier, which is part of {@code owner}: wherever it has them. */
    public static ClassLabels classesOf(
            Object classifier, Attributes owner, EstimatorConverter converter)
            throws PickleException {
        Object value = classifier;
        for (int depth = 0; depth < MAX_STEPS; depth++) {
            Attributes at = owner.member(value);
            if (at.find("classes_").filter(NdArray.class::isInstance).isPresent()) {
                return at.labels("classes_");
            }
            if (at.className().module().equals("xgboost.sklearn") && at.find("_le").isEmpty()) {
                return ClassLabels.encoded(at.integer("n_classes_")); // has no others
            }
            Optional<Object> inner = inner(at);
            if (inner.isEmpty()) {
                return converter.convert(value).knownClasses().orElseThrow(() -> unknown(at));
            }
            value = inner.get();
        }
        throw new PickleException(owner.owner() + " nests too many estimators");
    }

    private static PickleException unknown(Attributes at) {
        return new PickleException(at.owner() + " does not say which classes it knows");
    }

    private static Optional<Object> inner(Attributes at) {
        for (String name :
                List.of(
                        "best_estimator_",
                        "_label_binarizer",
                        "label_binarizer_",
                        "_label_encoder",
                        "_le",
                        "le_",
                        "estimator_")) {
            if (at.find(name).isPresent()) {
                return at.find(name);
            }
        }
        if (at.className().module().startsWith("sklearn.frozen")) {
            return at.find("estimator");
        }
        return at.find("steps").orElse(PyNone.NONE) instanceof PyList steps
                        && !steps.items().isEmpty()
                        && steps.items().get(steps.items().size() - 1) instanceof PyTuple last
                        && last.size() == 2
                ? Optional.of(last.get(1))
                : Optional.empty();
    }

    /** Which of its classes it answers, row by row. */
    public int[] predict(Values input) {
        return Answers.classes(estimator.apply(Method.PREDICT, input), classes);
    }

    /** Its probabilities of all its classes, row by row. */
    public double[] probabilities(Values input) {
        return Answers.numbers(shares(input));
    }

    /** The same as an answer, which knows its precision. */
    public Values shares(Values input) {
        return estimator.apply(Method.PREDICT_PROBA, input);
    }

    /** Its scores of all classes, or of two classes the second's: probabilities at worst. */
    public double[] scores(Values input) {
        if (can(Method.DECISION_FUNCTION)) {
            return Answers.numbers(estimator.apply(Method.DECISION_FUNCTION, input));
        }
        double[] probabilities = probabilities(input);
        return classes.size() == 2 ? Rows.seconds(probabilities) : probabilities;
    }

    /** Whether it can be asked this. */
    public boolean can(Method method) {
        return estimator.methods().contains(method);
    }
}
