package io.bulkhead.plugin.huggingface.jinja;

import io.bulkhead.plugin.huggingface.json.JsonNull;
import io.bulkhead.plugin.huggingface.json.PythonJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What Python does with values. */
final class Values {
    private Values() {}

    static boolean isTrue(Object value) {
        if (value instanceof Boolean flag) {
            return flag;
        }
        if (value instanceof String text) {
            return !text.isEmpty();
        }
        if (value instanceof List<?> list) {
            return !list.isEmpty();
        }
        if (value instanceof Map<?, ?> map) {
            return !map.isEmpty();
        }
        if (value instanceof Number number) {
            return number.doubleValue() != 0;
        }
        return !(value instanceof JsonNull) && !(value instanceof Undefined);
    }

    /** Python's {@code str}. */
    static String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        return value instanceof Undefined ? "" : shown(value);
    }

    /** Python's {@code repr}. */
    static String shown(Object value) {
        StringBuilder out = new StringBuilder();
        show(value, out);
        return out.toString();
    }

    private static void show(Object value, StringBuilder out) {
        if (value instanceof String text) {
            quote(text, out);
        } else if (value instanceof Boolean flag) {
            out.append(flag ? "True" : "False");
        } else if (value instanceof JsonNull) {
            out.append("None");
        } else if (value instanceof Double) {
            out.append(PythonJson.write(value));
        } else if (value instanceof List<?> list) {
            String comma = "[";
            for (Object element : list) {
                out.append(comma);
                show(element, out);
                comma = ", ";
            }
            out.append(list.isEmpty() ? "[]" : "]");
        } else if (value instanceof Map<?, ?> map) {
            String comma = "{";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                show(entry.getKey(), out.append(comma));
                show(entry.getValue(), out.append(": "));
                comma = ", ";
            }
            out.append(map.isEmpty() ? "{}" : "}");
        } else if (value instanceof Undefined) {
            out.append("Undefined");
        } else {
            out.append(value);
        }
    }

    private static void quote(String text, StringBuilder out) {
        char mark = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        out.append(mark);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\\' -> out.append("\\\\");
                default -> {
                    if (c == mark) {
                        out.append('\\').append(c);
                    } else if (c < ' ' || c == 127) {
                        out.append(String.format("\\x%02x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append(mark);
    }

    static String type(Object value) {
        if (value instanceof String) {
            return "text";
        }
        if (value instanceof Boolean) {
            return "truth value";
        }
        if (value instanceof Number) {
            return "number";
        }
        if (value instanceof List<?>) {
            return "list";
        }
        if (value instanceof Map<?, ?>) {
            return "mapping";
        }
        return value instanceof JsonNull ? "none" : "thing";
    }

    static long integer(Object value) {
        if (value instanceof Number number) {
            return number.longValue();
        }
        if (value instanceof Boolean flag) {
            return flag ? 1 : 0;
        }
        throw value instanceof Undefined undefined
                ? undefined.refusal()
                : new TemplateException("a number is wanted, found a " + type(value));
    }

    static boolean areEqual(Object left, Object right) {
        if (isNumber(left) && isNumber(right)) {
            boolean fraction = left instanceof Double || right instanceof Double;
            return fraction ? number(left) == number(right) : integer(left) == integer(right);
        }
        if (left instanceof Undefined && right instanceof Undefined) {
            return true;
        }
        if (left instanceof List<?> a && right instanceof List<?> b) {
            return areEqual(a, b);
        }
        if (left instanceof Map<?, ?> a && right instanceof Map<?, ?> b) {
            return a.size() == b.size()
                    && a.entrySet().stream()
                            .allMatch(
                                    entry ->
                                            b.containsKey(entry.getKey())
                                                    && areEqual(
                                                            (Object) entry.getValue(),
                                                            b.get(entry.getKey())));
        }
        return left.equals(right);
    }

    private static boolean areEqual(List<?> left, List<?> right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!areEqual((Object) left.get(i), (Object) right.get(i))) {
                return false;
            }
        }
        return true;
    }

    static boolean isNumber(Object value) {
        return value instanceof Number || value instanceof Boolean;
    }

    static double number(Object value) {
        return value instanceof Double number ? number : (double) integer(value);
    }

    /** What a loop goes through. */
    static List<Object> elements(Object value) {
        if (value instanceof List<?> list) {
            return List.copyOf(list);
        }
        if (value instanceof Map<?, ?> map) {
            return new ArrayList<>(map.keySet());
        }
        if (value instanceof String text) {
            return text.codePoints().mapToObj(Character::toString).map(Object.class::cast).toList();
        }
        if (value instanceof Undefined) {
            return List.of();
        }
        throw new TemplateException("a " + type(value) + " has no elements to go through");
    }

    /** Gives the elements of a value names. */
    static void unpack(List<String> names, Object value, Scope scope) {
        List<Object> values = elements(value);
        if (values.size() != names.size()) {
            throw new TemplateException(
                    names.size() + " values are wanted for " + names + ", got " + values.size());
        }
        for (int i = 0; i < values.size(); i++) {
            scope.set(names.get(i), values.get(i));
        }
    }

    static long length(Object value) {
        if (value instanceof String text) {
            return text.codePointCount(0, text.length());
        }
        return elements(value).size();
    }
}
