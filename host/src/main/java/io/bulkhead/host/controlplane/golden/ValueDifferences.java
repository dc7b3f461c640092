package io.bulkhead.host.controlplane.golden;

import static java.util.stream.Collectors.joining;

import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The values that differ between two tensors of one datatype and one shape. */
final class ValueDifferences {
    private static final int MOST_SHOWN = 3;
    private static final int LONGEST_TEXT_SHOWN = 60;

    private final Tensor expected;
    private final Tensor found;
    private final Tolerance tolerance;

    ValueDifferences(Tensor expected, Tensor found, Tolerance tolerance) {
        this.expected = expected;
        this.found = found;
        this.tolerance = tolerance;
    }

    /** How many there are and the first of them; empty if there is none. */
    Optional<String> describe() {
        List<Integer> shown = new ArrayList<>();
        int count = 0;
        for (int i = 0; i < expected.size(); i++) {
            if (!isSame(i)) {
                count++;
                if (shown.size() < MOST_SHOWN) {
                    shown.add(i);
                }
            }
        }
        if (count == 0) {
            return Optional.empty();
        }
        String values = shown.stream().map(this::describe).collect(joining("; "));
        String more = count > shown.size() ? "; ..." : "";
        return Optional.of(count + " of " + expected.size() + " values differ: " + values + more);
    }

    private boolean isSame(int index) {
        if (expected.data() instanceof BytesData text) {
            BytesData other = found.strings();
            return text.isNull(index) == other.isNull(index)
                    && text.bufferAt(index).equals(other.bufferAt(index));
        }
        NumericData numbers = expected.numbers();
        NumericData others = found.numbers();
        return isFloating(numbers.datatype())
                ? tolerance.admits(numbers.doubleAt(index), others.doubleAt(index))
                : numbers.longAt(index) == others.longAt(index);
    }

    private static boolean isFloating(Datatype datatype) {
        return switch (datatype) {
            case FP16, BF16, FP32, FP64 -> true;
            default -> false;
        };
    }

    private String describe(int index) {
        return place(expected.shape(), index)
                + " expected "
                + text(expected, index)
                + ", found "
                + text(found, index);
    }

    /** The index of an element in each dimension. */
    private static String place(Shape shape, int index) {
        StringBuilder place = new StringBuilder();
        long rest = index;
        for (int i = shape.rank() - 1; i >= 0; i--) {
            place.insert(0, (i == 0 ? "" : ",") + rest % shape.dimension(i));
            rest /= shape.dimension(i);
        }
        return "[" + place + "]";
    }

    private static String text(Tensor tensor, int index) {
        if (tensor.data() instanceof BytesData text) {
            return text.isNull(index) ? "null" : quoted(text.stringAt(index));
        }
        NumericData numbers = tensor.numbers();
        return switch (numbers.datatype()) {
            case FP64 -> Double.toString(numbers.doubleAt(index));
            case FP16, BF16, FP32 -> Float.toString((float) numbers.doubleAt(index));
            case UINT64 -> Long.toUnsignedString(numbers.longAt(index));
            case BOOL -> Boolean.toString(numbers.longAt(index) != 0);
            default -> Long.toString(numbers.longAt(index));
        };
    }

    private static String quoted(String text) {
        return text.length() > LONGEST_TEXT_SHOWN
                ? "'" + text.substring(0, LONGEST_TEXT_SHOWN) + "...'"
                : "'" + text + "'";
    }
}
