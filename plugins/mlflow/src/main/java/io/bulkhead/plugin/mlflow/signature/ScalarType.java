package io.bulkhead.plugin.mlflow.signature;

import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.tensor.Datatype;
import java.util.Locale;
import java.util.Optional;

/** MLflow's types of a column's values, under its names in lower case. */
public enum ScalarType implements ColumnType {
    /** True or false. */
    BOOLEAN(Datatype.BOOL, ContentType.NP),
    /** 32 bits. */
    INTEGER(Datatype.INT32, ContentType.NP),
    /** 64 bits. */
    LONG(Datatype.INT64, ContentType.NP),
    /** 32 bits. */
    FLOAT(Datatype.FP32, ContentType.NP),
    /** 64 bits. */
    DOUBLE(Datatype.FP64, ContentType.NP),
    /** Text. */
    STRING(Datatype.BYTES, ContentType.STR),
    /** Bytes, which travel as base64. */
    BINARY(Datatype.BYTES, ContentType.BASE64),
    /** A point in time, which travels as ISO 8601. */
    DATETIME(Datatype.BYTES, ContentType.DATETIME);

    private final Datatype datatype;
    private final String contentType;

    ScalarType(Datatype datatype, String contentType) {
        this.datatype = datatype;
        this.contentType = contentType;
    }

    static Optional<ScalarType> named(String name) {
        for (ScalarType type : values()) {
            if (type.mlflowName().equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** As signatures write it. */
    public String mlflowName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether values are numbers, or true and false. */
    public boolean isNumeric() {
        return datatype != Datatype.BYTES;
    }

    @Override
    public Datatype datatype() {
        return datatype;
    }

    @Override
    public String contentType() {
        return contentType;
    }

    @Override
    public String toString() {
        return mlflowName();
    }
}
