package io.bulkhead.host.dataplane;

import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.host.model.LoadedModel;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the classes of a model's outputs are called: the parameter {@code labels}, a list, of the
 * output in the model's settings, else of the output that its artefact tells of.
 */
final class ClassLabels {
    private static final String PARAMETER = "labels";

    private ClassLabels() {}

    static List<String> of(LoadedModel model, String output) {
        return Stream.concat(
                        model.definition().settings().outputs().stream(),
                        model.instance().metadata().outputs().stream())
                .filter(declared -> declared.name().equals(output))
                .flatMap(declared -> labels(declared).stream())
                .findFirst()
                .orElse(List.of());
    }

    private static Optional<List<String>> labels(TensorMetadata output) {
        return output.parameters()
                .get(PARAMETER)
                .filter(List.class::isInstance)
                .map(labels -> ((List<?>) labels).stream().map(String::valueOf).toList());
    }
}
