package io.bulkhead.codec.json;

import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.TensorData;
import io.bulkhead.codec.binary.LoneText;
import java.util.Optional;

/** A shape as the client writes it, before its data is known. */
final class WantedShape {
    /** The dimension whose size follows from the data. */
    static final long OPEN = -1;

    private static final long TOO_LARGE = -1;

    private final long[] dimensions;
    private final int openDimensions;
    private final long product;

    WantedShape(long[] dimensions) {
        this.dimensions = dimensions;
        this.openDimensions = countOpen(dimensions);
        this.product = productOfKnown(dimensions);
    }

    private static int countOpen(long[] dimensions) {
        int count = 0;
        for (long dimension : dimensions) {
            count += dimension == OPEN ? 1 : 0;
        }
        return count;
    }

    private static long productOfKnown(long[] dimensions) {
        long product = 1;
        boolean empty = false;
        for (long dimension : dimensions) {
            if (dimension == 0) {
                empty = true;
            } else if (dimension != OPEN) {
                if (Math.multiplyHigh(product, dimension) != 0 || product * dimension < 0) {
                    return TOO_LARGE;
                }
                product *= dimension;
            }
        }
        return empty ? 0 : product;
    }

    /** How many elements it has, if no dimension is open. */
    long elements() {
        return product;
    }

    int openDimensions() {
        return openDimensions;
    }

    boolean isTooLarge() {
        return product == TOO_LARGE;
    }

    /** How much room to make, where so many bytes of JSON are left, if every value takes two. */
    int capacity(int bytesLeft) {
        int most = bytesLeft / 2 + 1;
        return openDimensions > 0 || product > most ? Math.min(most, 16) : (int) product;
    }

    /** The shape of these values; empty if they do not fill it. */
    Optional<Shape> of(TensorData values) {
        Optional<Shape> filled = of(values.size());
        return filled.isEmpty()
                        && dimensions.length == 1
                        && LoneText.isCounted(dimensions[0], values)
                ? Optional.of(LoneText.SHAPE)
                : filled;
    }

    /** The shape of so many elements; empty if they do not fill it. */
    Optional<Shape> of(int count) {
        if (openDimensions == 0) {
            return count == product ? Optional.of(Shape.of(dimensions)) : Optional.empty();
        }
        if (product == 0 || count % product != 0) {
            return Optional.empty();
        }
        long[] resolved = dimensions.clone();
        for (int i = 0; i < resolved.length; i++) {
            resolved[i] = resolved[i] == OPEN ? count / product : resolved[i];
        }
        return Optional.of(Shape.of(resolved));
    }

    /** What is wrong with so many elements. */
    String refusal(int count) {
        return openDimensions == 0
                ? "shape " + this + " needs " + product + " values, found " + count
                : "shape " + this + " needs a multiple of " + product + " values, found " + count;
    }

    @Override
    public String toString() {
        return Shape.of(dimensions).toString();
    }
}
