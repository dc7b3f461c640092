package io.bulkhead.plugin.huggingface.jinja;

import io.bulkhead.plugin.huggingface.json.JsonNull;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Python's operators. */
final class Operators {
    private Operators() {}

    static Object compute(String operator, Object left, Object right, Budget budget) {
        if (operator.equals("~")) {
            return joined(Values.text(left), Values.text(right), budget);
        }
        requireDefined(left);
        requireDefined(right);
        if (operator.equals("+")) {
            return sum(left, right, budget);
        }
        if (operator.equals("*") && !(Values.isNumber(left) && Values.isNumber(right))) {
            return Values.isNumber(left)
                    ? repeated(right, Values.integer(left), budget)
                    : repeated(left, Values.integer(right), budget);
        }
        if (operator.equals("%") && left instanceof String format) {
            return Filters.formatted(
                    format, right instanceof List<?> list ? List.copyOf(list) : List.of(right));
        }
        if (!Values.isNumber(left) || !Values.isNumber(right)) {
            throw new TemplateException(
                    "'"
                            + operator
                            + "' is not for a "
                            + Values.type(left)
                            + " and a "
                            + Values.type(right));
        }
        return left instanceof Double || right instanceof Double || operator.equals("/")
                ? (Object) fraction(operator, Values.number(left), Values.number(right))
                : whole(operator, Values.integer(left), Values.integer(right));
    }

    private static void requireDefined(Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.refusal();
        }
    }

    private static Object joined(String left, String right, Budget budget) {
        budget.check((long) left.length() + right.length());
        return left + right;
    }

    private static Object sum(Object left, Object right, Budget budget) {
        if (left instanceof String a && right instanceof String b) {
            return joined(a, b, budget);
        }
        if (left instanceof List<?> a && right instanceof List<?> b) {
            budget.check((long) a.size() + b.size());
            List<Object> all = new ArrayList<>(a);
            all.addAll(b);
            return all;
        }
        if (!Values.isNumber(left) || !Values.isNumber(right)) {
            throw new TemplateException(
                    "a "
                            + Values.type(left)
                            + " and a "
                            + Values.type(right)
                            + " cannot be put together");
        }
        return left instanceof Double || right instanceof Double
                ? (Object) (Values.number(left) + Values.number(right))
                : (Object) Math.addExact(Values.integer(left), Values.integer(right));
    }

    private static Object repeated(Object value, long times, Budget budget) {
        int count = (int) Math.max(0, Math.min(times, Integer.MAX_VALUE));
        if (value instanceof String text) {
            budget.check((long) text.length() * count);
            return text.repeat(count);
        }
        List<Object> elements = Values.elements(value);
        budget.check((long) elements.size() * count);
        List<Object> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.addAll(elements);
        }
        return all;
    }

    private static double fraction(String operator, double a, double b) {
        if (b == 0 && !operator.equals("-") && !operator.equals("*") && !operator.equals("**")) {
            throw new TemplateException("division by zero");
        }
        return switch (operator) {
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / b;
            case "//" -> Math.floor(a / b);
            case "%" -> a - b * Math.floor(a / b);
            default -> Math.pow(a, b);
        };
    }

    private static Object whole(String operator, long a, long b) {
        if (b == 0 && (operator.equals("//") || operator.equals("%"))) {
            throw new TemplateException("division by zero");
        }
        return switch (operator) {
            case "-" -> Math.subtractExact(a, b);
            case "*" -> Math.multiplyExact(a, b);
            case "//" -> Math.floorDiv(a, b);
            case "%" -> Math.floorMod(a, b);
            default -> power(a, b);
        };
    }

    private static Object power(long base, long exponent) {
        double value = Math.pow((double) base, (double) exponent);
        return exponent >= 0 && Math.abs(value) < 1L << 53 ? (Object) (long) value : (Object) value;
    }

    static Object negative(Object value) {
        requireDefined(value);
        return value instanceof Double number
                ? (Object) (-number)
                : (Object) Math.negateExact(Values.integer(value));
    }

    static boolean compares(String operator, Object left, Object right) {
        return switch (operator) {
            case "==" -> Values.areEqual(left, right);
            case "!=" -> !Values.areEqual(left, right);
            case "in" -> isIn(left, right);
            case "not in" -> !isIn(left, right);
            case "<" -> order(left, right) < 0;
            case "<=" -> order(left, right) <= 0;
            case ">" -> order(left, right) > 0;
            default -> order(left, right) >= 0;
        };
    }

    static boolean isIn(Object element, Object container) {
        if (container instanceof String text) {
            if (element instanceof String part) {
                return text.contains(part);
            }
            throw new TemplateException("a " + Values.type(element) + " cannot be in a text");
        }
        if (container instanceof Map<?, ?> map) {
            return map.containsKey(element);
        }
        if (container instanceof JsonNull) {
            throw new TemplateException("nothing can be in none");
        }
        return Values.elements(container).stream()
                .anyMatch(candidate -> Values.areEqual(candidate, element));
    }

    static int order(Object left, Object right) {
        requireDefined(left);
        requireDefined(right);
        if (Values.isNumber(left) && Values.isNumber(right)) {
            return Double.compare(Values.number(left), Values.number(right));
        }
        if (left instanceof String a && right instanceof String b) {
            return a.compareTo(b);
        }
        if (left instanceof List<?> a && right instanceof List<?> b) {
            return order(a, b);
        }
        throw new TemplateException(
                "a " + Values.type(left) + " and a " + Values.type(right) + " have no order");
    }

    private static int order(List<?> left, List<?> right) {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int order = order((Object) left.get(i), (Object) right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }
}
