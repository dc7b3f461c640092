package io.bulkhead.plugin.sklearn;

import io.bulkhead.plugin.sklearn.pickle.PickledObject;
import io.bulkhead.plugin.sklearn.pickle.PyList;
import io.bulkhead.plugin.sklearn.pickle.PyTuple;
import java.util.List;
import java.util.Optional;

/**
 * What a file says about itself.
 *
 * @param rootClass the Python class of the whole
 * @param lastClass that of what answers: the last step of a pipeline
 * @param sklearnVersion the version of scikit-learn that wrote it, or {@code unknown}
 */
record FittedFile(String rootClass, String lastClass, String sklearnVersion) {
    private static final int MAX_DEPTH = 64;

    static FittedFile of(Object root) {
        if (!(root instanceof PickledObject object)) {
            return new FittedFile("unknown", "unknown", "unknown");
        }
        String version =
                object.attribute("_sklearn_version")
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .orElse("unknown");
        return new FittedFile(object.name().toString(), last(object, 0).name().toString(), version);
    }

    private static PickledObject last(PickledObject object, int depth) {
        Optional<PickledObject> inner =
                object.attribute("steps")
                        .or(() -> object.attribute(EstimatorCatalog.BEST))
                        .flatMap(FittedFile::lastOf);
        return inner.isPresent() && depth < MAX_DEPTH ? last(inner.get(), depth + 1) : object;
    }

    private static Optional<PickledObject> lastOf(Object value) {
        Object last = value;
        if (value instanceof PyList steps && !steps.items().isEmpty()) {
            List<Object> items = steps.items();
            last = items.get(items.size() - 1);
        }
        if (last instanceof PyTuple step && step.size() == 2) {
            last = step.get(1);
        }
        return last instanceof PickledObject object ? Optional.of(object) : Optional.empty();
    }
}
