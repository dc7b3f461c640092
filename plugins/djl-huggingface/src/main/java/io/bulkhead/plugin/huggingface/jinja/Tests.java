package io.bulkhead.plugin.huggingface.jinja;

import io.bulkhead.plugin.huggingface.json.JsonNull;
import java.util.List;
import java.util.Map;

/** Jinja's tests: what may stand behind {@code is}. */
final class Tests {
    interface Test {
        boolean passes(Object value, CallArguments arguments);
    }

    private static final Map<String, Test> TESTS =
            Map.ofEntries(
                    Map.entry("defined", (value, a) -> !(value instanceof Undefined)),
                    Map.entry("undefined", (value, a) -> value instanceof Undefined),
                    Map.entry("none", (value, a) -> value instanceof JsonNull),
                    Map.entry("string", (value, a) -> value instanceof String),
                    Map.entry("mapping", (value, a) -> value instanceof Map<?, ?>),
                    Map.entry("number", (value, a) -> Values.isNumber(value)),
                    Map.entry("integer", (value, a) -> value instanceof Long),
                    Map.entry("float", (value, a) -> value instanceof Double),
                    Map.entry("boolean", (value, a) -> value instanceof Boolean),
                    Map.entry("true", (value, a) -> Boolean.TRUE.equals(value)),
                    Map.entry("false", (value, a) -> Boolean.FALSE.equals(value)),
                    Map.entry("callable", (value, a) -> value instanceof Callable),
                    Map.entry("iterable", (value, a) -> isSequence(value)),
                    Map.entry("sequence", (value, a) -> isSequence(value)),
                    Map.entry("even", (value, a) -> Values.integer(value) % 2 == 0),
                    Map.entry("odd", (value, a) -> Values.integer(value) % 2 != 0),
                    Map.entry("divisibleby", (value, a) -> Values.integer(value) % divisor(a) == 0),
                    Map.entry("lower", (value, a) -> isLower(value)),
                    Map.entry("upper", (value, a) -> isUpper(value)),
                    Map.entry("escaped", (value, a) -> false),
                    Map.entry("filter", (value, a) -> Filters.has(Values.text(value))),
                    Map.entry("test", (value, a) -> has(Values.text(value))),
                    Map.entry("sameas", (value, a) -> Values.areEqual(value, other(a))),
                    Map.entry("in", (value, a) -> Operators.isIn(value, other(a))),
                    Map.entry("eq", comparison("==")),
                    Map.entry("equalto", comparison("==")),
                    Map.entry("==", comparison("==")),
                    Map.entry("ne", comparison("!=")),
                    Map.entry("!=", comparison("!=")),
                    Map.entry("lt", comparison("<")),
                    Map.entry("lessthan", comparison("<")),
                    Map.entry("le", comparison("<=")),
                    Map.entry("gt", comparison(">")),
                    Map.entry("greaterthan", comparison(">")),
                    Map.entry("ge", comparison(">=")));

    private Tests() {}

    private static Test comparison(String operator) {
        return (value, arguments) -> Operators.compares(operator, value, other(arguments));
    }

    private static Object other(CallArguments arguments) {
        return arguments.positional().isEmpty()
                ? arguments.require(0, "other")
                : arguments.positional().get(0);
    }

    private static long divisor(CallArguments arguments) {
        long divisor = Values.integer(other(arguments));
        if (divisor == 0) {
            throw new TemplateException("division by zero");
        }
        return divisor;
    }

    private static boolean isSequence(Object value) {
        return value instanceof String
                || value instanceof List<?>
                || value instanceof Map<?, ?>
                || value instanceof Undefined;
    }

    private static boolean isLower(Object value) {
        return Values.isTrue(Members.attribute(Values.text(value), "islower"))
                && Values.text(value).equals(Values.text(value).toLowerCase(java.util.Locale.ROOT));
    }

    private static boolean isUpper(Object value) {
        return Values.text(value).equals(Values.text(value).toUpperCase(java.util.Locale.ROOT));
    }

    static boolean has(String name) {
        return TESTS.containsKey(name);
    }

    static void require(String name, TokenReader tokens) {
        if (!has(name)) {
            throw tokens.refused("there is no test '" + name + "'");
        }
    }

    static boolean passes(String name, Object value, CallArguments arguments) {
        Test test = TESTS.get(name);
        if (test == null) {
            throw new TemplateException("there is no test '" + name + "'");
        }
        return test.passes(value, arguments);
    }
}
