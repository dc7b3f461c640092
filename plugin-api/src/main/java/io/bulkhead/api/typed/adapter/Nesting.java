package io.bulkhead.api.typed.adapter;

import io.bulkhead.api.tensor.Datatype;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Arrays and lists within one another, and what they hold in the end. Immutable.
 *
 * @param levels outermost first: the component type of an array, or empty for a list
 * @param element in the innermost one
 */
record Nesting(List<Optional<Class<?>>> levels, Element element) {
    private static final Map<Class<?>, Class<?>> BOXED =
            Map.of(
                    Boolean.class, boolean.class,
                    Byte.class, byte.class,
                    Short.class, short.class,
                    Integer.class, int.class,
                    Long.class, long.class,
                    Float.class, float.class,
                    Double.class, double.class);

    private static final Map<Class<?>, Datatype> NUMBERS =
            Map.of(
                    byte.class, Datatype.INT8,
                    short.class, Datatype.INT16,
                    int.class, Datatype.INT32,
                    long.class, Datatype.INT64,
                    float.class, Datatype.FP32,
                    double.class, Datatype.FP64);

    Nesting {
        levels = List.copyOf(levels);
    }

    static Nesting of(Class<?> type) {
        List<Optional<Class<?>>> levels = new ArrayList<>();
        Class<?> inner = type;
        while (inner.isArray() && inner != byte[].class) {
            inner = inner.getComponentType();
            levels.add(Optional.of(inner));
        }
        return new Nesting(levels, element(inner, type));
    }

    static Nesting of(Class<?> type, Datatype datatype) {
        List<Optional<Class<?>>> levels = new ArrayList<>();
        Class<?> inner = type;
        while (inner.isArray()) {
            inner = inner.getComponentType();
            levels.add(Optional.of(inner));
        }
        Class<?> primitive = BOXED.getOrDefault(inner, inner);
        Datatype own = NUMBERS.get(primitive);
        if (own == null || !mayBe(own, datatype)) {
            throw new IllegalArgumentException(
                    "datatype " + datatype + " does not fit " + type.getSimpleName());
        }
        return new Nesting(levels, NumberElement.of(primitive, datatype));
    }

    private static boolean mayBe(Datatype own, Datatype datatype) {
        return own == datatype
                || (own.isInteger()
                        && datatype.isInteger()
                        && own.byteSize() == datatype.byteSize());
    }

    private static Element element(Class<?> type, Class<?> whole) {
        Class<?> primitive = BOXED.getOrDefault(type, type);
        if (NUMBERS.containsKey(primitive)) {
            return NumberElement.of(primitive, NUMBERS.get(primitive));
        } else if (primitive == boolean.class) {
            return new BooleanElement();
        } else if (type == String.class) {
            return TextElement.text();
        } else if (type == byte[].class) {
            return TextElement.bytes();
        } else if (type == Instant.class) {
            return TextElement.instants();
        } else if (type.isEnum()) {
            return TextElement.constants(type);
        }
        throw new IllegalArgumentException("no tensor is a " + whole.getTypeName());
    }

    Nesting inList() {
        List<Optional<Class<?>>> outer = new ArrayList<>();
        outer.add(Optional.empty());
        outer.addAll(levels);
        return new Nesting(outer, element);
    }

    int rank() {
        return levels.size();
    }
}
