package io.bulkhead.plugin.sklearn.estimator;

import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import io.bulkhead.plugin.sklearn.value.Values;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A fitted estimator. Immutable; called by many threads at once.
 *
 * <p>To add one: a class that implements this, a static method that reads it from {@link
 * Attributes}, and a line in the catalogue.
 */
public interface Estimator {
    /** What it can be asked for. */
    Set<Method> methods();

    /**
     * Answers for all rows.
     *
     * @param method one of {@link #methods}
     * @throws io.bulkhead.api.error.ServingException with {@code UNPROCESSABLE} if it cannot take
     *     the values
     */
    Values apply(Method method, Values input);

    /** The classes of its probabilities, if it is an estimator that knows them itself. */
    default Optional<ClassLabels> knownClasses() {
        return Optional.empty();
    }

    /**
     * What it takes, of estimators of libraries whose files say so, and of those that give such the
     * rows as they come; empty of all others.
     */
    default List<TensorMetadata> inputs() {
        return List.of();
    }

    /** Those of the first of these that knows. */
    static List<TensorMetadata> inputsOf(Stream<Estimator> estimators) {
        return estimators
                .map(Estimator::inputs)
                .filter(inputs -> !inputs.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    /** The names of what {@code transform} gives, from those of what it gets. */
    default List<String> outputNames(List<String> inputNames) {
        return inputNames;
    }
}
