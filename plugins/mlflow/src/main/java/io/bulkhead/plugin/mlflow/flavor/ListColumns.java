package io.bulkhead.plugin.mlflow.flavor;

import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.mlflow.json.JsonText;
import io.bulkhead.plugin.mlflow.signature.ColumnType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Columns whose values are lists, which travel as JSON: a row for each list, as runtimes take
 * vectors and lists of texts.
 */
final class ListColumns {
    private ListColumns() {}

    /** The column as a matrix if it is one of lists of numbers or texts, else as it is. */
    static Tensor unpacked(Tensor column) {
        if (!column.contentType().equals(ColumnType.JSON)
                || !(column.data() instanceof BytesData cells)) {
            return column;
        }
        List<List<?>> rows = new ArrayList<>(cells.size());
        for (int i = 0; i < cells.size(); i++) {
            if (!(value(column, cells, i) instanceof List<?> list)) {
                return column;
            }
            rows.add(list);
        }
        boolean texts = rows.stream().flatMap(List::stream).anyMatch(String.class::isInstance);
        return texts ? texts(column, rows) : vectors(column, rows);
    }

    private static @Nullable Object value(Tensor column, BytesData cells, int row) {
        try {
            return cells.isNull(row) ? null : JsonText.parse(cells.stringAt(row));
        } catch (IOException e) {
            throw ServingException.unprocessable(
                    "input '" + column.name() + "', row " + row + ": a list is wanted");
        }
    }

    private static Tensor vectors(Tensor column, List<List<?>> rows) {
        int width = rows.isEmpty() ? 0 : rows.get(0).size();
        double[] values = new double[rows.size() * width];
        int at = 0;
        for (int row = 0; row < rows.size(); row++) {
            List<?> vector = rows.get(row);
            String where = "input '" + column.name() + "', row " + row;
            if (vector.size() != width) {
                throw ServingException.unprocessable(
                        where + ": a vector of " + width + " is wanted, found " + vector.size());
            }
            for (Object value : vector) {
                if (!(value instanceof Number number)) {
                    throw ServingException.unprocessable(where + ": a vector holds numbers");
                }
                values[at++] = number.doubleValue();
            }
        }
        return new Tensor(column.name(), Shape.of(rows.size(), width), NumericData.of(values));
    }

    /** Rows that have fewer are filled up with nothing. */
    private static Tensor texts(Tensor column, List<List<?>> rows) {
        int width = rows.stream().mapToInt(List::size).max().orElse(0);
        List<@Nullable String> values = new ArrayList<>(rows.size() * width);
        for (List<?> row : rows) {
            row.forEach(value -> values.add(value == null ? null : value.toString()));
            for (int i = row.size(); i < width; i++) {
                values.add(null);
            }
        }
        return new Tensor(
                column.name(),
                Shape.of(rows.size(), width),
                BytesData.ofStrings(values),
                Parameters.ofContentType(ContentType.STR));
    }
}
