package io.bulkhead.plugin.trees;

import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The categories of one feature by their names, which the file of the model lists. A category that
 * is not among them is missing. Immutable.
 */
public final class Categories {
    private final Map<String, Integer> texts;
    private final Map<Double, Integer> numbers;
    private final boolean named;

    private Categories(Map<String, Integer> texts, Map<Double, Integer> numbers, boolean named) {
        this.texts = Map.copyOf(texts);
        this.numbers = Map.copyOf(numbers);
        this.named = named;
    }

    /**
     * In the order of their codes, from 0.
     *
     * @param values texts, numbers and truth values, which are 0 and 1, too
     */
    public static Categories of(List<?> values) {
        Map<String, Integer> texts = new HashMap<>();
        Map<Double, Integer> numbers = new HashMap<>();
        boolean named = false;
        for (int code = 0; code < values.size(); code++) {
            if (values.get(code) instanceof Number number) {
                numbers.put(number.doubleValue() + 0.0, code);
            } else if (values.get(code) instanceof Boolean flag) {
                numbers.put(flag ? 1.0 : 0.0, code);
                texts.put(flag ? "True" : "False", code); // as Python writes them
                texts.put(flag ? "true" : "false", code);
            } else {
                texts.put(String.valueOf(values.get(code)), code);
                named = true;
            }
        }
        return new Categories(texts, numbers, named);
    }

    /** Whether some have names that are neither numbers nor truth values. */
    boolean areTexts() {
        return named;
    }

    /** The codes of a column; numbers are codes already, unless there are numbers with names. */
    Tensor codesOf(Tensor column) {
        if (column.data() instanceof BytesData strings) {
            double[] codes = new double[column.size()];
            for (int i = 0; i < codes.length; i++) {
                codes[i] = strings.isNull(i) ? Double.NaN : codeOf(strings.stringAt(i));
            }
            return Tensor.of(column.name(), column.shape(), codes);
        }
        if (numbers.isEmpty() || !(column.data() instanceof NumericData values)) {
            return column;
        }
        double[] codes = values.toDoubles();
        for (int i = 0; i < codes.length; i++) {
            codes[i] = code(numbers.get(codes[i] + 0.0));
        }
        return Tensor.of(column.name(), column.shape(), codes);
    }

    private double codeOf(String text) {
        return code(texts.get(text));
    }

    private static double code(@Nullable Integer known) {
        return known == null ? Double.NaN : known;
    }
}
