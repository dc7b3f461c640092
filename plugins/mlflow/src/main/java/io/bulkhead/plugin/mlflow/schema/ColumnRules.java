package io.bulkhead.plugin.mlflow.schema;

import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.mlflow.signature.ColumnType;
import io.bulkhead.plugin.mlflow.signature.ScalarType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which columns a signature's type takes, and what becomes of them: what loses nothing is widened,
 * anything else is refused. These are MLflow's rules.
 */
final class ColumnRules {
    private static final Parameters TEXT = Parameters.ofContentType(ContentType.STR);

    private ColumnRules() {}

    /**
     * @throws ServingException {@code UNPROCESSABLE} if the column cannot be taken
     */
    static Tensor enforce(Tensor column, ColumnType type, boolean required) {
        return type instanceof ScalarType scalar
                ? scalar(column, scalar)
                : nested(column, type, required);
    }

    private static Tensor scalar(Tensor column, ScalarType type) {
        return switch (type) {
            case STRING -> text(column);
            case BINARY -> bytes(column, type);
            case DATETIME -> datetime(column);
            case BOOLEAN, INTEGER, LONG, FLOAT, DOUBLE -> numbers(column, type);
        };
    }

    private static Tensor text(Tensor column) {
        requireBytes(column, ScalarType.STRING);
        return column.contentType().equals(ContentType.STR) ? column : column.withParameters(TEXT);
    }

    private static Tensor bytes(Tensor column, ScalarType type) {
        requireBytes(column, type);
        return column;
    }

    private static Tensor datetime(Tensor column) {
        requireBytes(column, ScalarType.DATETIME);
        return column.contentType().equals(ContentType.DATETIME)
                ? column
                : Datetimes.normalised(column);
    }

    private static void requireBytes(Tensor column, ScalarType type) {
        if (column.datatype() != Datatype.BYTES) {
            throw refused(column, type);
        }
    }

    private static Tensor numbers(Tensor column, ScalarType type) {
        Datatype wanted = type.datatype();
        if (column.datatype() == wanted) {
            return column;
        }
        if (!(column.data() instanceof NumericData data) || !widens(data, wanted)) {
            throw refused(column, type);
        }
        return new Tensor(
                column.name(), column.shape(), NumericCast.to(wanted, data), Parameters.empty());
    }

    private static boolean widens(NumericData data, Datatype wanted) {
        Datatype found = data.datatype();
        if (found.isFloating() && wanted.isFloating()) {
            return found.byteSize() <= wanted.byteSize();
        }
        if (found.isInteger() && wanted.isInteger()) {
            return found.isUnsigned()
                    ? found.byteSize() < wanted.byteSize()
                    : found.byteSize() <= wanted.byteSize();
        }
        if (found.isInteger() && wanted == Datatype.FP64 && found.byteSize() <= Integer.BYTES) {
            return true;
        }
        return found == Datatype.INT64 && wanted.isFloating() && onlyZeroAndOne(data);
    }

    /** So that flags, which JSON makes integers, do for a model that was fitted on floats. */
    private static boolean onlyZeroAndOne(NumericData data) {
        for (int i = 0; i < data.size(); i++) {
            long value = data.longAt(i);
            if (value != 0 && value != 1) {
                return false;
            }
        }
        return true;
    }

    private static ServingException refused(Tensor column, ScalarType wanted) {
        return ServingException.unprocessable(
                "input '"
                        + column.name()
                        + "': the model's signature wants "
                        + wanted
                        + ", found "
                        + NumericCast.numpyName(column.datatype())
                        + ", which cannot be converted without loss");
    }

    private static Tensor nested(Tensor column, ColumnType type, boolean required) {
        if (!(column.data() instanceof BytesData cells)) {
            throw ServingException.unprocessable(
                    "input '"
                            + column.name()
                            + "': the model's signature wants "
                            + type
                            + ", found "
                            + NumericCast.numpyName(column.datatype()));
        }
        List<@Nullable String> texts = new ArrayList<>(cells.size());
        for (int i = 0; i < cells.size(); i++) {
            String where = "input '" + column.name() + "', row " + i;
            texts.add(NestedValues.enforceText(where, cells, i, type, required));
        }
        return new Tensor(
                column.name(),
                column.shape(),
                BytesData.ofStrings(texts),
                Parameters.ofContentType(ColumnType.JSON));
    }
}
