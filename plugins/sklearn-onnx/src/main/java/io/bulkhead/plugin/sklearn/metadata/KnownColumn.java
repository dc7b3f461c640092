package io.bulkhead.plugin.sklearn.metadata;

import io.bulkhead.plugin.sklearn.pickle.PyNone;
import java.util.List;

/**
 * A column that an estimator was fitted on, told by a value that it takes.
 *
 * @param value a text, or a number
 */
record KnownColumn(Object value) {
    /** Of numbers, of which any will do. */
    static final KnownColumn NUMBER = new KnownColumn(0.0);

    /** Of texts, of which any will do. */
    static final KnownColumn TEXT = new KnownColumn("");

    /** Of such categories: where one of them is a text, they are texts. */
    static KnownColumn of(List<Object> categories) {
        return categories.stream()
                .filter(String.class::isInstance)
                .findFirst()
                .map(KnownColumn::new)
                .orElseGet(() -> ofNumbers(categories));
    }

    private static KnownColumn ofNumbers(List<Object> categories) {
        return categories.stream()
                .filter(category -> category != PyNone.NONE)
                .map(KnownColumn::number)
                .filter(number -> !Double.isNaN(number))
                .findFirst()
                .map(KnownColumn::new)
                .orElse(NUMBER);
    }

    private static double number(Object category) {
        if (category instanceof Boolean flag) {
            return flag ? 1 : 0;
        }
        return category instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    /** Whether there is nothing to be known of it but that it is of numbers. */
    boolean isAnyNumber() {
        return value instanceof Double number && number == 0;
    }

    boolean isText() {
        return value instanceof String;
    }

    /** What both of two estimators take that are given the same column. */
    KnownColumn and(KnownColumn other) {
        if (isText() != other.isText()) {
            return isText() ? this : other;
        }
        return other.isAnyNumber() || other.value.equals("") ? this : other;
    }
}
