package io.bulkhead.api.typed.adapter;

import java.time.Instant;

/** Texts that stand for single values: defaults in annotations. */
final class Literals {
    private Literals() {}

    /**
     * @param type primitive where it can be
     * @throws IllegalArgumentException if the text is no such value, in words that follow on a name
     */
    static Object parse(Class<?> type, String text) {
        try {
            if (type == int.class) {
                return Integer.parseInt(text);
            } else if (type == long.class) {
                return Long.parseLong(text);
            } else if (type == short.class) {
                return Short.parseShort(text);
            } else if (type == byte.class) {
                return Byte.parseByte(text);
            } else if (type == float.class) {
                return Float.parseFloat(text);
            } else if (type == double.class) {
                return Double.parseDouble(text);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no " + type.getSimpleName(), e);
        }
        return parseOther(type, text);
    }

    private static Object parseOther(Class<?> type, String text) {
        if (type == boolean.class) {
            if (!text.equals("true") && !text.equals("false")) {
                throw new IllegalArgumentException("'" + text + "' is neither true nor false");
            }
            return Boolean.valueOf(text);
        } else if (type == String.class) {
            return text;
        } else if (type == Instant.class) {
            return TextElement.instant(text);
        } else if (type.isEnum()) {
            return TextElement.constant(type, text);
        }
        throw new IllegalArgumentException(
                "a default is for a number, boolean, String, enum or Instant");
    }
}
