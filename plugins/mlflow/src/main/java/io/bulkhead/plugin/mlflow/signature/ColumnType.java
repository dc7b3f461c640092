package io.bulkhead.plugin.mlflow.signature;

import io.bulkhead.api.tensor.Datatype;
import java.util.List;

/** The type of a column's values: a scalar, or what JSON can nest. */
public sealed interface ColumnType
        permits ScalarType,
                ColumnType.ArrayType,
                ColumnType.ObjectType,
                ColumnType.MapType,
                ColumnType.AnyType {
    /** The content type of columns whose values are JSON. */
    String JSON = "pd_json";

    /** How the column travels in V2. */
    default Datatype datatype() {
        return Datatype.BYTES;
    }

    /** What the column is decoded with. */
    default String contentType() {
        return JSON;
    }

    /** A list of values of one type. */
    record ArrayType(ColumnType element) implements ColumnType {
        @Override
        public String toString() {
            return "Array(" + element + ")";
        }
    }

    /** A field of an object. */
    record Property(String name, ColumnType type, boolean required) {
        @Override
        public String toString() {
            return name + ": " + type + (required ? " (required)" : " (optional)");
        }
    }

    /** An object with these fields and no others. */
    record ObjectType(List<Property> properties) implements ColumnType {
        /** Copies the list. */
        public ObjectType {
            properties = List.copyOf(properties);
        }

        @Override
        public String toString() {
            return properties.toString().replace('[', '{').replace(']', '}');
        }
    }

    /** Texts to values of one type. */
    record MapType(ColumnType value) implements ColumnType {
        @Override
        public String toString() {
            return "Map(str -> " + value + ")";
        }
    }

    /** Anything, nothing included. */
    record AnyType() implements ColumnType {
        @Override
        public String toString() {
            return "Any";
        }
    }
}
