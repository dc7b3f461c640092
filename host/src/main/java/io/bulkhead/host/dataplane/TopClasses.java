package io.bulkhead.host.dataplane;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The largest values of each row of a tensor, largest first, as {@code value:index} or {@code
 * value:index:label}; the index of equal values ascends, and what is not a number comes last.
 */
final class TopClasses {
    private final NumericData values;
    private final List<String> labels;

    private TopClasses(NumericData values, List<String> labels) {
        this.values = values;
        this.labels = labels;
    }

    /**
     * A BYTES tensor: of [N, C] it is [N, classes], of a vector it is [classes]; what has more
     * dimensions counts as rows of all that is in them.
     *
     * @param classes how many are wanted; there are not more than there are values
     * @param labels of the classes by index; those that are missing have none
     */
    static Tensor of(Tensor output, int classes, List<String> labels) {
        if (!(output.data() instanceof NumericData values)) {
            throw ServingException.invalidArgument(
                    "output '"
                            + output.name()
                            + "': classification wants numbers, found datatype BYTES");
        }
        boolean hasRows = output.shape().rank() > 1;
        int rows = hasRows ? (int) output.shape().dimension(0) : 1;
        int width = rows == 0 ? 0 : values.size() / rows;
        int count = Math.min(classes, width);
        List<String> texts = new ArrayList<>(rows * count);
        TopClasses top = new TopClasses(values, labels);
        for (int row = 0; row < rows; row++) {
            top.add(row * width, width, count, texts);
        }
        Shape shape = hasRows ? Shape.of(rows, count) : Shape.of(count);
        return Tensor.ofStrings(output.name(), shape, texts);
    }

    private void add(int from, int width, int count, List<String> texts) {
        int[] best = new int[count];
        int found = 0;
        for (int i = from; i < from + width; i++) {
            if (found == count && (count == 0 || !isBefore(i, best[count - 1]))) {
                continue;
            }
            int place = found == count ? count - 1 : found++;
            while (place > 0 && isBefore(i, best[place - 1])) {
                best[place] = best[place - 1];
                place--;
            }
            best[place] = i;
        }
        for (int i = 0; i < found; i++) {
            texts.add(text(best[i], best[i] - from));
        }
    }

    /** Whether the later element is larger. */
    private boolean isBefore(int later, int earlier) {
        Datatype datatype = values.datatype();
        if (datatype == Datatype.UINT64) {
            return Long.compareUnsigned(values.longAt(later), values.longAt(earlier)) > 0;
        }
        if (datatype.isInteger() || datatype == Datatype.BOOL) {
            return values.longAt(later) > values.longAt(earlier);
        }
        double value = values.doubleAt(later);
        double other = values.doubleAt(earlier);
        return value > other || (Double.isNaN(other) && !Double.isNaN(value));
    }

    private String text(int element, int index) {
        String text = value(element) + ':' + index;
        return index < labels.size() ? text + ':' + labels.get(index) : text;
    }

    private String value(int element) {
        return switch (values.datatype()) {
            case FP64 -> Double.toString(values.doubleAt(element));
            case FP32, FP16, BF16 -> Float.toString((float) values.doubleAt(element));
            case UINT64 -> Long.toUnsignedString(values.longAt(element));
            default -> Long.toString(values.longAt(element));
        };
    }
}
