package io.bulkhead.plugin.sklearn.ensemble;

import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.plugin.sklearn.estimator.Answers;
import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.estimator.Classifier;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.estimator.Rows;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PickledObject;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import io.bulkhead.plugin.sklearn.value.Matrix;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Estimators whose answers are what a last one answers from. */
public final class Stacking implements Estimator {
    private final List<Member> members;
    private final boolean passInput;
    private final Estimator last;
    private final Optional<Decoder> decoder;
    private final MemberNames names;
    private final List<Integer> widths;

    /** A member and what it is asked for. */
    private static final class Member {
        private final Estimator estimator;
        private final Method method;

        Member(Estimator estimator, Method method) {
            this.estimator = estimator;
            this.method = method;
        }

        Values ask(Values input) {
            return estimator.apply(method, input);
        }

        double[] columns(Values answer, int rows) {
            double[] answers = Answers.numbers(answer);
            boolean pairs = method == Method.PREDICT_PROBA && answers.length == 2 * rows;
            // The first of two probabilities would say the same as the second.
            return pairs ? Rows.seconds(answers) : answers;
        }
    }

    /** The last estimator answers encoded classes. */
    private static final class Decoder {
        private final ClassLabels encoded;
        private final ClassLabels classes;

        Decoder(ClassLabels classes) {
            this.encoded = ClassLabels.encoded(classes.size());
            this.classes = classes;
        }

        Values decode(Values answer) {
            return classes.pick(Answers.classes(answer, encoded));
        }
    }

    private Stacking(
            List<Member> members,
            boolean passInput,
            Estimator last,
            Optional<Decoder> decoder,
            MemberNames names,
            List<Integer> widths) {
        this.members = List.copyOf(members);
        this.passInput = passInput;
        this.last = last;
        this.decoder = decoder;
        this.names = names;
        this.widths = List.copyOf(widths);
    }

    public static Stacking readRegressor(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        return read(attributes, converter, Optional.empty());
    }

    public static Stacking readClassifier(Attributes attributes, EstimatorConverter converter)
            throws PickleException {
        String name = attributes.find("_le").isPresent() ? "_le" : "_label_encoder";
        if (!(attributes.require(name) instanceof PickledObject encoder)) {
            throw attributes.unsupported("_label_encoder", "one for each of several outputs");
        }
        Decoder decoder = new Decoder(Classifier.classesOf(encoder, attributes, converter));
        Object last = attributes.require("final_estimator_");
        ClassLabels known = Classifier.classesOf(last, attributes, converter);
        for (int place : decoder.encoded.indices(known)) {
            if (place < 0) {
                throw new PickleException(attributes.owner() + " ends in other classes");
            }
        }
        return read(attributes, converter, Optional.of(decoder));
    }

    private static Stacking read(
            Attributes attributes, EstimatorConverter converter, Optional<Decoder> decoder)
            throws PickleException {
        List<Object> methods = attributes.items("stack_method_");
        List<Object> estimators = attributes.items("estimators_");
        if (methods.size() != estimators.size()) {
            throw new PickleException(attributes.owner() + " does not say what to ask its members");
        }
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < estimators.size(); i++) {
            Estimator estimator = converter.convert(estimators.get(i));
            members.add(new Member(estimator, method(attributes, methods.get(i), estimator)));
        }
        Estimator last = converter.convert(attributes.require("final_estimator_"));
        return new Stacking(
                members,
                attributes.flag("passthrough", false),
                last,
                decoder,
                MemberNames.of(attributes),
                widths(attributes));
    }

    /** How many columns each member has in what the last one sees; only the names want to know. */
    private static List<Integer> widths(Attributes attributes) throws PickleException {
        if (attributes.find("_n_feature_outs").isEmpty()) { // before 1.1 there were no names
            return List.of();
        }
        List<Integer> widths = new ArrayList<>();
        for (Object width : attributes.items("_n_feature_outs")) {
            widths.add(width instanceof Long count ? Math.toIntExact(count) : 1);
        }
        return widths;
    }

    private static Method method(Attributes attributes, Object name, Estimator estimator)
            throws PickleException {
        return Method.named(String.valueOf(name))
                .filter(estimator.methods()::contains)
                .orElseThrow(() -> attributes.unsupported("stack_method_", name));
    }

    @Override
    public Set<Method> methods() {
        Set<Method> methods = EnumSet.of(Method.TRANSFORM);
        methods.addAll(last.methods());
        methods.retainAll(
                Set.of(
                        Method.PREDICT,
                        Method.PREDICT_PROBA,
                        Method.DECISION_FUNCTION,
                        Method.TRANSFORM));
        return methods;
    }

    @Override
    public List<TensorMetadata> inputs() {
        return Estimator.inputsOf(members.stream().map(member -> member.estimator));
    }

    @Override
    public Values apply(Method method, Values input) {
        List<double[]> blocks = new ArrayList<>(members.size() + 1);
        boolean single = true;
        for (Member member : members) {
            Values answer = member.ask(input);
            blocks.add(member.columns(answer, input.rows()));
            single &= Answers.areSingle(answer);
        }
        if (passInput) {
            Matrix passed = input.numbers("stacking");
            blocks.add(passed.values());
            single &= passed.single();
        }
        Matrix stacked = Columns.join(blocks, input.rows()).asSingle(single);
        if (method == Method.TRANSFORM) {
            return labelsOnly() ? Answers.wholeNumbers(stacked) : stacked;
        }
        Values answer = last.apply(method, stacked);
        return method == Method.PREDICT && decoder.isPresent()
                ? decoder.get().decode(answer)
                : answer;
    }

    /** Classifiers that are asked for their predictions answer encoded classes. */
    private boolean labelsOnly() {
        return decoder.isPresent()
                && !passInput
                && members.stream().allMatch(member -> member.method == Method.PREDICT);
    }

    @Override
    public List<String> outputNames(List<String> inputNames) {
        List<String> all = new ArrayList<>(names.columns(widths));
        if (passInput) {
            all.addAll(inputNames);
        }
        return all;
    }
}
