package io.bulkhead.host.codec.content;

import io.bulkhead.api.tensor.Shape;

/** The shape in which values leave: clients of MLServer never see a vector or a scalar. */
final class OutputShape {
    private static final Shape ONE = Shape.of(1);

    private OutputShape() {}

    /** [N] becomes [N,1], a scalar [1]; anything else stays as it is. */
    static Shape of(Shape shape) {
        return switch (shape.rank()) {
            case 0 -> ONE;
            case 1 -> Shape.of(shape.dimension(0), 1);
            default -> shape;
        };
    }
}
