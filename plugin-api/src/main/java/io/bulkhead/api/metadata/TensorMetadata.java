package io.bulkhead.api.metadata;

import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import java.util.Objects;

/**
 * What is known of a model's input or output before any request.
 *
 * @param name of the tensor
 * @param datatype of its elements
 * @param shape its dimensions, {@link Shape#ANY} where any size is taken
 * @param parameters e.g. {@code content_type}
 */
public record TensorMetadata(String name, Datatype datatype, Shape shape, Parameters parameters) {
    /** Checks that all are there. */
    public TensorMetadata {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(datatype, "datatype");
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(parameters, "parameters");
    }
}
