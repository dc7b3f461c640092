package io.bulkhead.plugin.sklearn.value;

import java.util.List;

/**
 * Rows of values, as a client sent them or an estimator made them. Immutable.
 *
 * <p>Methods throw {@link io.bulkhead.api.error.ServingException} with {@code UNPROCESSABLE} where
 * the values are not what the caller wants; {@code wantedBy} is the estimator that the message
 * names.
 */
public interface Values {
    /** Number of rows. */
    int rows();

    /** Number of columns; all dimensions behind the first must be one. */
    int columns(String wantedBy);

    /** The values as numbers; text that is not a number is refused. */
    Matrix numbers(String wantedBy);

    /** One column, whatever it holds. */
    Column column(int index, String wantedBy);

    /** Some of the columns, in the order given. */
    Values select(int[] columns, String wantedBy);

    /** The names of the columns; empty if they have none. */
    default List<String> names() {
        return List.of();
    }

    /** Whether Python has a sparse matrix here, to which some do not see a zero but nothing. */
    default boolean sparse() {
        return false;
    }

    /** The same as a {@code Tensor} or {@code Table} of the plugin API, which codecs encode. */
    Object encodable();
}
