package io.bulkhead.plugin.trees;

import io.bulkhead.api.codec.Table;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** The numbers that a model wants for a row, by position or by name. Immutable. */
public final class FeatureColumns {
    private final int count;
    private final List<String> names;

    /**
     * @param names of the features, as many as there are, or none
     */
    public FeatureColumns(int count, List<String> names) {
        this.count = count;
        this.names = List.copyOf(names);
    }

    /** How many there are. */
    public int count() {
        return count;
    }

    /**
     * The number of rows of a matrix.
     *
     * @throws ServingException {@code UNPROCESSABLE} if its rows are not what the model wants
     */
    public int rowsOf(Tensor matrix) {
        Shape shape = matrix.shape();
        // A vector is a column, so it serves models with one feature.
        boolean column = shape.rank() == 1 && count == 1;
        if (!column && (shape.rank() != 2 || shape.dimension(1) != count)) {
            throw ServingException.unprocessable(
                    "input '"
                            + matrix.name()
                            + "': the model wants "
                            + count
                            + " features, shape [-1,"
                            + count
                            + "], found shape "
                            + shape);
        }
        return (int) shape.dimension(0);
    }

    /**
     * The columns of a table in the model's order: by name if the table has exactly the model's
     * features, else as they come.
     *
     * @throws ServingException {@code UNPROCESSABLE} if there are more or fewer
     */
    public List<Tensor> of(Table table) {
        if (table.columns().size() != count) {
            throw ServingException.unprocessable(
                    "the model wants " + count + " columns, found " + table.columns().size());
        }
        List<Tensor> named = new ArrayList<>(names.size());
        for (String name : names) {
            table.column(name).ifPresent(named::add);
        }
        return named.size() == count ? named : table.columns();
    }

    /** For what is neither a matrix nor a table. */
    public static ServingException neither() {
        return ServingException.unprocessable(
                "a matrix or a table of numbers is wanted; use content type 'np' or 'pd'");
    }
}
