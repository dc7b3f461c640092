package io.bulkhead.plugin.sklearn;

import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.plugin.sklearn.metadata.FittedInputReader;
import io.bulkhead.plugin.sklearn.metadata.ModelInput;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
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
 * @param inputs what it takes; none if it does not tell
 */
record FittedFile(
        String rootClass, String lastClass, String sklearnVersion, List<ModelInput> inputs) {
    private static final int MAX_DEPTH = 64;

    static FittedFile of(Object root) throws PickleException {
        if (!(root instanceof PickledObject object)) {
            return new FittedFile("unknown", "unknown", "unknown", List.of());
        }
        Object version = object.attribute("_sklearn_version").orElse("");
        return new FittedFile(
                object.name().toString(),
                last(object, 0).name().toString(),
                version instanceof String text && !text.isEmpty() ? text : "unknown",
                FittedInputReader.inputs(object));
    }

    /** Whether it tells more of what it takes than how many numbers. */
    boolean tellsTypes() {
        return inputs.size() > 1
                || (!inputs.isEmpty() && inputs.get(0).described().datatype() == Datatype.BYTES);
    }

    /** What trained the model: the Python package of the whole. */
    String library() {
        String module = rootClass.split("\\.", 2)[0];
        return module.equals("sklearn") ? "scikit-learn" : module;
    }

    /** Follows the last steps of pipelines and what a search found best. */
    private static PickledObject last(PickledObject object, int depth) {
        Optional<Object> steps = object.attribute("steps");
        Optional<Object> parts =
                steps.isPresent() ? steps : object.attribute(EstimatorCatalog.BEST);
        Optional<PickledObject> inner = parts.isPresent() ? lastOf(parts.get()) : Optional.empty();
        return inner.isPresent() && depth < MAX_DEPTH ? last(inner.get(), depth + 1) : object;
    }

    private static Optional<PickledObject> lastOf(Object value) {
        Object chosen = value;
        if (value instanceof PyList steps && !steps.items().isEmpty()) {
            chosen = steps.items().get(steps.items().size() - 1);
        }
        if (chosen instanceof PyTuple step && step.size() == 2) {
            chosen = step.get(1);
        }
        return chosen instanceof PickledObject object ? Optional.of(object) : Optional.empty();
    }
}
