package io.bulkhead.plugin.sklearn.value;

import io.bulkhead.api.error.ServingException;

/**
 * Columns without names of which some are text: what is an array of objects in Python. It goes from
 * one estimator to the next, but is no answer.
 */
public record MixedValues(TableValues columns) implements Values {
    @Override
    public int rows() {
        return columns.rows();
    }

    @Override
    public int columns(String wantedBy) {
        return columns.columns(wantedBy);
    }

    @Override
    public Matrix numbers(String wantedBy) {
        return columns.numbers(wantedBy);
    }

    @Override
    public Column column(int index, String wantedBy) {
        return columns.column(index, wantedBy);
    }

    @Override
    public Values select(int[] wanted, String wantedBy) {
        return new MixedValues((TableValues) columns.select(wanted, wantedBy));
    }

    @Override
    public Object encodable() {
        throw ServingException.unprocessable(
                "the answer holds text and numbers in one array, which is no tensor; have the"
                        + " transformer answer with a DataFrame (set_output)");
    }
}
