package io.bulkhead.plugin.mlflow;

import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.mlflow.signature.Schema;
import io.bulkhead.plugin.mlflow.value.Payload;
import java.util.Optional;

/**
 * Tells a vector from a matrix of one column, which the runtimes need not do for V2, by what the
 * signature says of the output. Without a signature, what the runtime gives stays.
 */
final class OutputShape {
    private static final int VECTOR = 1;
    private static final int MATRIX = 2;

    private final int rank;

    /**
     * @param outputs of the signature
     */
    OutputShape(Optional<Schema> outputs) {
        this.rank =
                outputs.orElse(null) instanceof Schema.Tensors tensors && tensors.size() == 1
                        ? rank(tensors.tensors().get(0).shape())
                        : 0;
    }

    private static int rank(Shape shape) {
        boolean column = shape.rank() == MATRIX && shape.dimension(1) == 1;
        return column || shape.rank() == VECTOR ? shape.rank() : 0;
    }

    /** Whether the signature tells anything. */
    boolean changes() {
        return rank > 0;
    }

    Payload shaped(Payload predictions) {
        if (!(predictions instanceof Payload.Array array)) {
            return predictions;
        }
        Tensor tensor = array.tensor();
        Shape shape = tensor.shape();
        if (rank == VECTOR && shape.rank() == MATRIX && shape.dimension(1) == 1) {
            return new Payload.Array(tensor.withShape(Shape.of(tensor.size())));
        }
        return rank == MATRIX && shape.rank() == VECTOR
                ? new Payload.Array(tensor.withShape(Shape.of(tensor.size(), 1)))
                : predictions;
    }
}
