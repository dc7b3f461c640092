package io.bulkhead.plugin.sklearn.metadata;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PickledObject;
import io.bulkhead.plugin.sklearn.pickle.PyTuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out what an estimator takes: it says so, or the estimators that it is made of do. Nothing
 * is read that a model without such estimators would have to wait for.
 */
public final class FittedInputReader {
    private static final int MAX_DEPTH = 64;

    /** More than this is no number of columns; a row of zeros is made of them. */
    static final long MAX_COLUMNS = 1 << 22;

    /** Where estimators have those that they are made of, once fitted. */
    private static final List<String> PARTS =
            List.of(
                    "best_estimator_",
                    "estimators_",
                    "calibrated_classifiers_",
                    "regressor_",
                    "estimator_",
                    "base_estimator_",
                    "estimator",
                    "base_estimator");

    /** What was found so far: a file may refer to an object again and again, or to itself. */
    private final Map<PickledObject, Optional<FittedInput>> known = new HashMap<>();

    private int depth;

    private FittedInputReader() {}

    /** The inputs of a model; none if the file does not tell. */
    public static List<ModelInput> inputs(PickledObject model) throws PickleException {
        Optional<FittedInput> found = new FittedInputReader().read(model);
        return found.isEmpty() || found.get().columns().isEmpty()
                ? List.of()
                : ModelInput.of(found.get());
    }

    Optional<FittedInput> read(PickledObject estimator) throws PickleException {
        Optional<FittedInput> before = known.putIfAbsent(estimator, Optional.empty());
        if (before != null || depth >= MAX_DEPTH) {
            return before == null ? Optional.empty() : before;
        }
        depth++;
        Optional<FittedInput> found = find(estimator);
        depth--;
        known.put(estimator, found);
        return found;
    }

    private Optional<FittedInput> find(PickledObject estimator) throws PickleException {
        Optional<FittedInput> found =
                switch (estimator.name().name()) {
                    case "Pipeline" -> Compositions.pipeline(estimator, this);
                    case "FeatureUnion" -> Compositions.union(estimator, this);
                    case "ColumnTransformer" -> Compositions.columns(estimator, this);
                    default -> SpecialInputs.read(estimator, this);
                };
        Optional<Integer> count = found.isPresent() ? Optional.empty() : count(estimator);
        if (count.isPresent()) {
            found = Optional.of(FittedInput.numbers(count.get()));
        }
        boolean special = found.isPresent() && !found.get().isPlain();
        Optional<FittedInput> whole = special ? found : ofParts(estimator, found);
        List<String> names = names(estimator);
        return whole.isEmpty() || names.isEmpty() ? whole : Optional.of(whole.get().named(names));
    }

    /** What the parts say is taken if it is about as many columns, and more than that number. */
    private Optional<FittedInput> ofParts(PickledObject estimator, Optional<FittedInput> own)
            throws PickleException {
        for (String name : PARTS) {
            List<PickledObject> parts = objects(estimator, name);
            Optional<FittedInput> inner =
                    estimator.attribute("estimators").isPresent()
                            ? Compositions.together(parts, this)
                            : first(parts);
            if (inner.isPresent()) {
                return own.isPresent() && own.get().columns().size() != inner.get().columns().size()
                        ? own
                        : inner;
            }
        }
        return own;
    }

    private Optional<FittedInput> first(List<PickledObject> parts) throws PickleException {
        for (PickledObject part : parts) {
            Optional<FittedInput> found = read(part);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** How many columns it was fitted on. */
    static Optional<Integer> count(PickledObject estimator) {
        return estimator.attribute("n_features_in_").orElse(0L) instanceof Long count
                        && count > 0
                        && count <= MAX_COLUMNS
                ? Optional.of(count.intValue())
                : Optional.empty();
    }

    /** The estimators of an attribute: one, or a list of them with or without their names. */
    static List<PickledObject> objects(PickledObject estimator, String name)
            throws PickleException {
        Optional<Object> value = estimator.attribute(name);
        if (value.orElse(null) instanceof PickledObject object) {
            return List.of(object);
        }
        List<PickledObject> objects = new ArrayList<>();
        for (Object item : value.isPresent() ? items(value.get()) : List.of()) {
            Object named = item instanceof PyTuple pair && pair.size() > 1 ? pair.get(1) : item;
            if (named instanceof PickledObject object) {
                objects.add(object);
            }
        }
        return objects;
    }

    /** Of a list, a tuple or an array of Python's objects; of all else none. */
    static List<Object> items(Object value) throws PickleException {
        return Attributes.itemsOf(value).orElse(List.of());
    }

    private static List<String> names(PickledObject estimator) throws PickleException {
        Optional<Object> names = estimator.attribute("feature_names_in_");
        return names.isEmpty()
                ? List.of()
                : items(names.get()).stream().map(String::valueOf).toList();
    }
}
