package io.bulkhead.plugin.sklearn.preprocessing;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PyNone;
import io.bulkhead.plugin.sklearn.value.Column;
import io.bulkhead.plugin.sklearn.value.TextIndex;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The categories of one feature: text, numbers, and None or NaN for what is missing. */
final class Categories {
    private static final int UNKNOWN = -1;

    private final List<Object> values;
    private final TextIndex texts;
    private final Map<Double, Integer> numbers = new HashMap<>();
    private final int missing;

    private Categories(List<Object> values) {
        this.values = List.copyOf(values);
        Map<String, Integer> numberOf = new HashMap<>();
        int absent = UNKNOWN;
        for (int index = 0; index < this.values.size(); index++) {
            Object value = this.values.get(index);
            if (value instanceof String text) {
                numberOf.put(text, index);
            } else if (isMissing(value)) {
                absent = index;
            } else if (value instanceof Number number) {
                numbers.put(number.doubleValue() + 0.0, index); // -0.0 is 0.0
            } else if (value instanceof Boolean flag) {
                numbers.put(flag ? 1.0 : 0.0, index);
            }
        }
        this.texts = new TextIndex(numberOf);
        this.missing = absent;
    }

    static Categories of(String owner, Object values) throws PickleException {
        return new Categories(
                Attributes.itemsOf(values)
                        .orElseThrow(
                                () ->
                                        new PickleException(
                                                owner + " has a feature without categories")));
    }

    private static boolean isMissing(Object value) {
        return value == PyNone.NONE || (value instanceof Double number && number.isNaN());
    }

    int size() {
        return values.size();
    }

    /** Whether a category is Python's NaN, which stands for what is missing; None is another. */
    boolean isNan(int index) {
        return values.get(index) instanceof Double number && number.isNaN();
    }

    /** Which category the value in this row is; -1 for none of them. */
    int indexOf(Column column, int row) {
        if (column.isMissing(row)) {
            return missing;
        }
        return column.isText()
                ? column.indexIn(texts, row)
                : numbers.getOrDefault(column.numberAt(row) + 0.0, UNKNOWN);
    }

    /** The category as Python prints it. */
    String name(int index) {
        Object value = values.get(index);
        if (value instanceof Boolean flag) {
            return flag ? "True" : "False";
        }
        return value instanceof Double number && number.isNaN() ? "nan" : String.valueOf(value);
    }
}
