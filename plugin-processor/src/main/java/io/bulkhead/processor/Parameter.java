package io.bulkhead.processor;

import java.util.List;

/**
 * How the adapter comes by the argument of one parameter.
 *
 * @param reading statements before the method is called
 * @param argument the expression of the argument, of row {@code row} if there are columns
 * @param columns that it consists of, if there is one argument for each row
 */
record Parameter(List<String> reading, String argument, List<Column> columns) {
    Parameter {
        reading = List.copyOf(reading);
        columns = List.copyOf(columns);
    }

    static Parameter of(String argument) {
        return new Parameter(List.of(), argument, List.of());
    }
}
