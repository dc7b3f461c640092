package io.bulkhead.plugin.sklearn;

import io.bulkhead.plugin.sklearn.pickle.PickledObject;
import io.bulkhead.plugin.sklearn.pickle.PyList;
import io.bulkhead.plugin.sklearn.pickle.PyTuple;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToIntFunction;

/**
 * What a file says about itself.
 *
 * @param rootClass the Python class of the whole
 * @param lastClass that of what answers: the last step of a pipeline
 * @param sklearnVersion the version of scikit-learn that wrote it, or {@code unknown}
 * @param features how many columns of numbers it was fitted to, if it says so
 * @param texts whether it takes texts, one in a row
 */
record FittedFile(
        String rootClass,
        String lastClass,
        String sklearnVersion,
        OptionalLong features,
        boolean texts) {
    private static final int MAX_DEPTH = 64;

    /** Where scikit-learn's vectorizers are. */
    private static final String TEXTS = "sklearn.feature_extraction.text";

    /** Of votes and stacks, of a regressor with a transformed target, of a union. */
    private static final List<String> PARTS =
            List.of("estimators_", "regressor_", "transformer_list");

    static FittedFile of(Object root) {
        if (!(root instanceof PickledObject object)) {
            return new FittedFile("unknown", "unknown", "unknown", OptionalLong.empty(), false);
        }
        String version =
                object.attribute("_sklearn_version")
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .orElse("unknown");
        PickledObject first = innermost(object, steps -> 1, 0);
        return new FittedFile(
                object.name().toString(),
                innermost(object, List::size, 0).name().toString(),
                version,
                features(first, 0),
                first.name().module().equals(TEXTS));
    }

    /** What trained the model: the Python package of the whole. */
    String library() {
        String module = rootClass.split("\\.", 2)[0];
        return module.equals("sklearn") ? "scikit-learn" : module;
    }

    /**
     * Those of the first step of a pipeline, unless it wants columns by name or categories. What is
     * made of several estimators may not say, but then the first of them does.
     */
    private static OptionalLong features(PickledObject first, int depth) {
        Optional<Object> count = first.attribute("n_features_in_");
        boolean numbers =
                first.attribute("transformers").isEmpty()
                        && first.attribute("categories_").isEmpty();
        if (numbers && count.isPresent()) {
            return count.get() instanceof Long features && features > 0
                    ? OptionalLong.of(features)
                    : OptionalLong.empty();
        }
        Optional<PickledObject> part =
                PARTS.stream()
                        .flatMap(name -> first.attribute(name).stream())
                        .flatMap(parts -> stepOf(parts, steps -> 1).stream())
                        .findFirst();
        return numbers && part.isPresent() && depth < MAX_DEPTH
                ? features(innermost(part.get(), steps -> 1, 0), depth + 1)
                : OptionalLong.empty();
    }

    /**
     * Follows steps of pipelines and what a search found best.
     *
     * @param place which of the steps is followed, counted from 1
     */
    private static PickledObject innermost(
            PickledObject object, ToIntFunction<List<Object>> place, int depth) {
        Optional<PickledObject> inner =
                object.attribute("steps")
                        .or(() -> object.attribute(EstimatorCatalog.BEST))
                        .flatMap(value -> stepOf(value, place));
        return inner.isPresent() && depth < MAX_DEPTH
                ? innermost(inner.get(), place, depth + 1)
                : object;
    }

    private static Optional<PickledObject> stepOf(Object value, ToIntFunction<List<Object>> place) {
        Object chosen = value;
        if (value instanceof PyList steps && !steps.items().isEmpty()) {
            chosen = steps.items().get(place.applyAsInt(steps.items()) - 1);
        }
        if (chosen instanceof PyTuple step && step.size() == 2) {
            chosen = step.get(1);
        }
        return chosen instanceof PickledObject object ? Optional.of(object) : Optional.empty();
    }
}
