package io.bulkhead.plugin.mlflow.scoring;

import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.api.tensor.TensorData;
import io.bulkhead.plugin.mlflow.json.JsonText;
import io.bulkhead.plugin.mlflow.schema.NumericCast;
import io.bulkhead.plugin.mlflow.signature.ColumnType;
import io.bulkhead.plugin.mlflow.signature.ScalarType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tensors of what was read: of the datatype that a signature wants, or of their own. */
final class SeriesTensors {
    private SeriesTensors() {}

    /** As the values are: integers, floats, flags, text, or JSON where they are nested. */
    static Tensor natural(String name, Shape shape, Series series) {
        return switch (series.kind()) {
            case LONGS -> new Tensor(name, shape, numbers(Datatype.INT64, series));
            case DOUBLES -> new Tensor(name, shape, numbers(Datatype.FP64, series));
            case OBJECTS -> objects(name, shape, series);
        };
    }

    private static NumericData numbers(Datatype datatype, Series series) {
        ByteBuffer bytes = NumericData.allocate(datatype, series.size());
        for (int i = 0; i < series.size(); i++) {
            switch (datatype) {
                case INT64 -> bytes.putLong(series.longAt(i));
                case FP32 -> bytes.putFloat((float) series.doubleAt(i));
                default -> bytes.putDouble(series.doubleAt(i));
            }
        }
        return NumericData.wrap(datatype, bytes.flip());
    }

    private static Tensor objects(String name, Shape shape, Series series) {
        boolean flags = true;
        boolean nested = false;
        for (int i = 0; i < series.size(); i++) {
            Object value = series.valueAt(i);
            flags &= value instanceof Boolean;
            nested |= value instanceof List || value instanceof Map;
        }
        if (flags) {
            return new Tensor(name, shape, numbers(name, Datatype.BOOL, series));
        }
        return nested ? json(name, shape, series) : text(name, shape, series);
    }

    private static Tensor json(String name, Shape shape, Series series) {
        List<@Nullable String> texts = new ArrayList<>(series.size());
        for (int i = 0; i < series.size(); i++) {
            Object value = series.valueAt(i);
            texts.add(value == null ? null : JsonText.print(value));
        }
        return bytes(name, shape, ColumnType.JSON, BytesData.ofStrings(texts));
    }

    private static Tensor text(String name, Shape shape, Series series) {
        List<@Nullable String> texts = new ArrayList<>(series.size());
        for (int i = 0; i < series.size(); i++) {
            Object value = series.valueAt(i);
            texts.add(value == null ? null : value.toString());
        }
        return bytes(name, shape, ContentType.STR, BytesData.ofStrings(texts));
    }

    private static Tensor bytes(String name, Shape shape, String contentType, TensorData data) {
        return new Tensor(name, shape, data, Parameters.ofContentType(contentType));
    }

    /**
     * As a signature's column wants them. Numbers may come as text; what would change a value is
     * refused.
     */
    static Tensor cast(String name, Shape shape, Series series, ColumnType type) {
        return type instanceof ScalarType scalar
                ? castScalar(name, shape, series, scalar)
                : json(name, shape, series);
    }

    private static Tensor castScalar(String name, Shape shape, Series series, ScalarType type) {
        return switch (type) {
            case STRING -> text(name, shape, series);
            case DATETIME -> text(name, shape, series); // held to ISO 8601 with the signature
            case BINARY ->
                    bytes(
                            name,
                            shape,
                            ContentType.BASE64,
                            BytesData.ofBytes(decoded(name, series)));
            default -> cast(name, shape, series, type.datatype());
        };
    }

    private static List<byte @Nullable []> decoded(String name, Series series) {
        List<byte @Nullable []> values = new ArrayList<>(series.size());
        for (int i = 0; i < series.size(); i++) {
            Object value = series.valueAt(i);
            if (value != null && !(value instanceof String)) {
                throw wanted(name, "base64 text", value);
            }
            try {
                values.add(
                        value == null
                                ? null
                                : Base64.getMimeDecoder()
                                        .decode(
                                                value.toString()
                                                        .getBytes(StandardCharsets.US_ASCII)));
            } catch (IllegalArgumentException e) {
                throw wanted(name, "base64 text", "other text");
            }
        }
        return values;
    }

    /** As a signature's tensor wants them. */
    static Tensor cast(String name, Shape shape, Series series, Datatype datatype) {
        if (datatype == Datatype.BYTES) {
            return text(name, shape, series);
        }
        return new Tensor(name, shape, numbers(name, datatype, series));
    }

    private static NumericData numbers(String name, Datatype datatype, Series series) {
        boolean real = datatype == Datatype.FP64 || datatype == Datatype.FP32;
        boolean integers = series.kind() == Series.Kind.LONGS && datatype == Datatype.INT64;
        if (integers || (series.kind() != Series.Kind.OBJECTS && real)) {
            return numbers(datatype, series);
        }
        if (series.kind() == Series.Kind.LONGS) {
            return NumericCast.exactly(datatype, numbers(Datatype.INT64, series), name);
        }
        if (series.kind() == Series.Kind.DOUBLES) {
            return NumericCast.exactly(datatype, numbers(Datatype.FP64, series), name);
        }
        double[] values = new double[series.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = number(name, datatype, series.valueAt(i));
        }
        return NumericCast.exactly(datatype, NumericData.of(values), name);
    }

    private static double number(String name, Datatype datatype, @Nullable Object value) {
        if (value == null) {
            return Double.NaN;
        }
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (value instanceof Boolean flag) {
            return flag ? 1 : 0;
        }
        if (value instanceof String text && datatype != Datatype.BOOL) {
            String stripped = text.strip();
            if (Numbers.isNumber(stripped)) {
                return Double.parseDouble(stripped);
            }
            if (stripped.equalsIgnoreCase("nan")) {
                return Double.NaN;
            }
        }
        throw wanted(name, NumericCast.numpyName(datatype), value);
    }

    private static ServingException wanted(String name, String wanted, Object found) {
        String shown = found instanceof String ? "'" + found + "'" : found.toString();
        return ServingException.invalidArgument(
                "Failed to convert column '"
                        + name
                        + "': "
                        + wanted
                        + " is wanted, found "
                        + shown);
    }
}
