package io.bulkhead.host.plugin.typed;

import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.api.typed.adapter.ValueType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.List;
import java.util.Optional;

/** What Java types are as tensors: the same that the annotation processor makes of them. */
final class JavaTypes {
    private JavaTypes() {}

    /** The class of a type, whatever its arguments. */
    static Class<?> raw(Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        } else if (type instanceof ParameterizedType generic) {
            return raw(generic.getRawType());
        } else if (type instanceof WildcardType wildcard) {
            return raw(wildcard.getUpperBounds()[0]);
        }
        throw new UnsupportedSignatureException("type " + type.getTypeName() + " is not supported");
    }

    /** The argument of a type of this class with one; empty if it is another. */
    static Optional<Type> argumentOf(Type type, Class<?> wanted) {
        if (type instanceof ParameterizedType generic && raw(generic) == wanted) {
            Type argument = generic.getActualTypeArguments()[0];
            return Optional.of(
                    argument instanceof WildcardType wildcard
                            ? wildcard.getUpperBounds()[0]
                            : argument);
        }
        return Optional.empty();
    }

    /**
     * @param datatype as an annotation has it; empty if it has none
     * @param contentType as an annotation has it; empty if it has none
     */
    static ValueType<?> valueType(Type type, String datatype, String contentType) {
        Optional<Type> element = argumentOf(type, List.class);
        if (!datatype.isEmpty()) {
            if (type instanceof Class<?> plain) {
                return checked(type, () -> ValueType.of(plain, datatype(datatype)));
            }
            throw new UnsupportedSignatureException(
                    "datatype = \"" + datatype + "\" is for numbers and arrays of numbers");
        } else if (element.isPresent()) {
            return checked(type, () -> ValueType.listOf(valueType(element.get(), "", "")));
        } else if (type == Tensor.class) {
            return ValueType.tensor();
        }
        Class<?> plain = raw(type);
        try {
            return ValueType.of(plain);
        } catch (IllegalArgumentException e) {
            if (contentType.isEmpty()) {
                throw unsupported(type);
            }
            return ValueType.coded(plain, contentType);
        }
    }

    private static Datatype datatype(String name) {
        for (Datatype datatype : Datatype.values()) {
            if (datatype.name().equals(name)) {
                return datatype;
            }
        }
        throw new UnsupportedSignatureException("there is no datatype \"" + name + "\"");
    }

    private interface Making {
        ValueType<?> make();
    }

    private static ValueType<?> checked(Type type, Making making) {
        try {
            return making.make();
        } catch (IllegalArgumentException e) {
            throw new UnsupportedSignatureException(
                    "type " + type.getTypeName() + ": " + e.getMessage());
        }
    }

    private static UnsupportedSignatureException unsupported(Type type) {
        return new UnsupportedSignatureException(
                "type "
                        + type.getTypeName()
                        + " is not supported; a plain type, an array or List of one, a record, or"
                        + " contentType in @Input or @Output is wanted");
    }

    /** Whether many of these are an array; else they are a list. */
    static boolean manyAreArray(Type type, String datatype) {
        return type instanceof Class<?> plain
                && (plain.isPrimitive()
                        || (plain.isArray() && (plain != byte[].class || !datatype.isEmpty())));
    }

    /** The type of many of these: with one dimension more. */
    static ValueType<?> many(Type type, String datatype) {
        if (manyAreArray(type, datatype)) {
            return valueType(raw(type).arrayType(), datatype, "");
        } else if (!datatype.isEmpty()) {
            return valueType(type, datatype, ""); // refuses what has none
        }
        ValueType<?> one = valueType(type, "", "");
        return checked(type, () -> ValueType.listOf(one));
    }
}
