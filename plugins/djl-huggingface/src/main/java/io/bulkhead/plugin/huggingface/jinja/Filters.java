package io.bulkhead.plugin.huggingface.jinja;

import io.bulkhead.plugin.huggingface.json.PythonJson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** Jinja's filters, those that make sense in a text. */
final class Filters {
    private interface Filter {
        Object apply(Object value, CallArguments arguments);
    }

    private static final Map<String, Filter> FILTERS =
            Map.ofEntries(
                    Map.entry("abs", (v, a) -> absolute(v)),
                    Map.entry("attr", (v, a) -> Members.attribute(v, name(a))),
                    Map.entry("capitalize", (v, a) -> TextMethods.capitalized(Values.text(v))),
                    Map.entry("count", (v, a) -> Values.length(v)),
                    Map.entry("d", Filters::otherwise),
                    Map.entry("default", Filters::otherwise),
                    Map.entry("dictsort", (v, a) -> sortedItems(v)),
                    Map.entry("e", (v, a) -> escaped(Values.text(v))),
                    Map.entry("escape", (v, a) -> escaped(Values.text(v))),
                    Map.entry("first", (v, a) -> first(Values.elements(v), "first")),
                    Map.entry("float", Filters::fraction),
                    Map.entry("format", (v, a) -> formatted(Values.text(v), a.positional())),
                    Map.entry("indent", Filters::indented),
                    Map.entry("int", Filters::whole),
                    Map.entry("items", (v, a) -> items(v)),
                    Map.entry("join", Filters::joined),
                    Map.entry("last", (v, a) -> first(reversed(v), "last")),
                    Map.entry("length", (v, a) -> Values.length(v)),
                    Map.entry("list", (v, a) -> new ArrayList<>(Values.elements(v))),
                    Map.entry("lower", (v, a) -> Values.text(v).toLowerCase(Locale.ROOT)),
                    Map.entry("map", Filters::mapped),
                    Map.entry("max", (v, a) -> extreme(v, -1)),
                    Map.entry("min", (v, a) -> extreme(v, 1)),
                    Map.entry("reject", (v, a) -> selected(v, a, true)),
                    Map.entry("rejectattr", (v, a) -> selectedByMember(v, a, true)),
                    Map.entry("replace", Filters::replaced),
                    Map.entry("reverse", (v, a) -> backwards(v)),
                    Map.entry("round", Filters::rounded),
                    Map.entry("safe", (v, a) -> Values.text(v)),
                    Map.entry("select", (v, a) -> selected(v, a, false)),
                    Map.entry("selectattr", (v, a) -> selectedByMember(v, a, false)),
                    Map.entry("sort", Filters::sorted),
                    Map.entry("string", (v, a) -> Values.text(v)),
                    Map.entry("sum", Filters::sum),
                    Map.entry("title", (v, a) -> TextMethods.titled(Values.text(v))),
                    Map.entry("tojson", Filters::json),
                    Map.entry(
                            "trim", (v, a) -> TextMethods.stripped(Values.text(v), a, true, true)),
                    Map.entry("unique", (v, a) -> unique(v)),
                    Map.entry("upper", (v, a) -> Values.text(v).toUpperCase(Locale.ROOT)),
                    Map.entry("wordcount", (v, a) -> words(Values.text(v))));

    private Filters() {}

    static boolean has(String name) {
        return FILTERS.containsKey(name);
    }

    static void require(String name, TokenReader tokens) {
        if (!has(name)) {
            throw tokens.refused("there is no filter '" + name + "'");
        }
    }

    static Object apply(String name, Object value, CallArguments arguments) {
        Filter filter = FILTERS.get(name);
        if (filter == null) {
            throw new TemplateException("there is no filter '" + name + "'");
        }
        return filter.apply(value, arguments);
    }

    private static String name(CallArguments arguments) {
        return Values.text(arguments.require(0, "name"));
    }

    private static Object absolute(Object value) {
        return value instanceof Double number
                ? (Object) Math.abs(number)
                : (Object) Math.abs(Values.integer(value));
    }

    private static Object otherwise(Object value, CallArguments arguments) {
        boolean absent = value instanceof Undefined;
        boolean wanted = arguments.flag(1, "boolean", false);
        if (!absent && (!wanted || Values.isTrue(value))) {
            return value;
        }
        return arguments.positional().isEmpty()
                ? arguments.named().getOrDefault("default_value", "")
                : arguments.positional().get(0);
    }

    private static Object items(Object value) {
        if (value instanceof Undefined) {
            return List.of();
        }
        if (value instanceof Map<?, ?> map) {
            return Members.items(map);
        }
        throw new TemplateException("a " + Values.type(value) + " has no items");
    }

    private static Object sortedItems(Object value) {
        return Values.elements(items(value)).stream()
                .sorted(Comparator.comparing(item -> Values.elements(item).get(0), Filters::order))
                .toList();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("'", "&#39;")
                .replace("\"", "&#34;");
    }

    private static Object first(List<Object> elements, String which) {
        return elements.isEmpty()
                ? new Undefined("the " + which + " of no elements")
                : elements.get(0);
    }

    private static List<Object> reversed(Object value) {
        List<Object> elements = new ArrayList<>(Values.elements(value));
        Collections.reverse(elements);
        return elements;
    }

    private static Object backwards(Object value) {
        return value instanceof String ? TextMethods.joined("", reversed(value)) : reversed(value);
    }

    private static Object fraction(Object value, CallArguments arguments) {
        try {
            return Values.isNumber(value)
                    ? Values.number(value)
                    : Double.parseDouble(Values.text(value).strip());
        } catch (NumberFormatException e) {
            return arguments.get(0, "default").orElse(0.0);
        }
    }

    private static Object whole(Object value, CallArguments arguments) {
        try {
            return Values.isNumber(value)
                    ? (long) Values.number(value)
                    : (long) Double.parseDouble(Values.text(value).strip());
        } catch (NumberFormatException e) {
            return arguments.get(0, "default").orElse(0L);
        }
    }

    /** Python's {@code %} for texts: {@code %s}, {@code %d} and the like without widths. */
    static String formatted(String format, List<Object> values) {
        StringBuilder out = new StringBuilder();
        int next = 0;
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                out.append(c);
                continue;
            }
            char kind = format.charAt(++i);
            if (kind == '%') {
                out.append('%');
            } else if ("sdifr".indexOf(kind) < 0 || next == values.size()) {
                throw new TemplateException("'%" + kind + "' cannot be filled in");
            } else {
                Object value = values.get(next++);
                out.append(
                        switch (kind) {
                            case 'r' -> Values.shown(value);
                            case 'd', 'i' -> Long.toString((long) Values.number(value));
                            case 'f' -> String.format(Locale.ROOT, "%f", Values.number(value));
                            default -> Values.text(value);
                        });
            }
        }
        return out.toString();
    }

    private static Object indented(Object value, CallArguments arguments) {
        Object width = arguments.get(0, "width").orElse(4L);
        String space =
                width instanceof String text
                        ? text
                        : " ".repeat((int) Math.min(Values.integer(width), 1000));
        boolean first = arguments.flag(1, "first", false);
        boolean blank = arguments.flag(2, "blank", false);
        String[] lines = Values.text(value).split("\n", -1);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < lines.length; i++) {
            out.append(i == 0 ? "" : "\n");
            boolean moved = i == 0 ? first : blank || !lines[i].isBlank();
            out.append(moved ? space : "").append(lines[i]);
        }
        return out.toString();
    }

    private static Object joined(Object value, CallArguments arguments) {
        String mark = arguments.text(0, "d").orElse("");
        Object elements =
                arguments
                        .text(1, "attribute")
                        .<Object>map(
                                path ->
                                        Values.elements(value).stream()
                                                .map(element -> member(element, path))
                                                .toList())
                        .orElse(value);
        return TextMethods.joined(mark, elements);
    }

    /** A member of a member, its names with dots between. */
    private static Object member(Object value, String path) {
        Object member = value;
        for (String name : path.split("\\.", -1)) {
            Object key = name.matches("\\d{1,9}") ? (Object) Long.parseLong(name) : (Object) name;
            member = Members.item(member, key);
        }
        return member;
    }

    private static Object mapped(Object value, CallArguments arguments) {
        List<Object> elements = Values.elements(value);
        Object path = arguments.named().get("attribute");
        if (path != null) {
            Object otherwise = arguments.named().get("default");
            return elements.stream()
                    .map(element -> member(element, Values.text(path)))
                    .map(m -> m instanceof Undefined && otherwise != null ? otherwise : m)
                    .toList();
        }
        String filter = Values.text(arguments.require(0, "filter"));
        return elements.stream().map(element -> apply(filter, element, arguments.rest(1))).toList();
    }

    private static Object extreme(Object value, int sign) {
        return Values.elements(value).stream()
                .min((a, b) -> sign * Operators.order(a, b))
                .orElseGet(() -> new Undefined("the extreme of no elements"));
    }

    private static Predicate<Object> test(CallArguments arguments) {
        if (arguments.positional().isEmpty()) {
            return Values::isTrue;
        }
        String name = Values.text(arguments.positional().get(0));
        CallArguments rest = arguments.rest(1);
        return value -> Tests.passes(name, value, rest);
    }

    private static Object selected(Object value, CallArguments arguments, boolean others) {
        Predicate<Object> test = test(arguments);
        return Values.elements(value).stream().filter(v -> test.test(v) != others).toList();
    }

    private static Object selectedByMember(Object value, CallArguments arguments, boolean others) {
        String path = name(arguments);
        Predicate<Object> test = test(arguments.rest(1));
        return Values.elements(value).stream()
                .filter(element -> test.test(member(element, path)) != others)
                .toList();
    }

    private static Object replaced(Object value, CallArguments arguments) {
        return TextMethods.of(Values.text(value), "replace").orElseThrow().call(arguments);
    }

    private static Object rounded(Object value, CallArguments arguments) {
        double factor = Math.pow(10, (double) arguments.integer(0, "precision", 0));
        double scaled = Values.number(value) * factor;
        return switch (arguments.text(1, "method").orElse("common")) {
            case "ceil" -> Math.ceil(scaled) / factor;
            case "floor" -> Math.floor(scaled) / factor;
            default -> Math.rint(scaled) / factor;
        };
    }

    private static Object sorted(Object value, CallArguments arguments) {
        boolean reverse = arguments.flag(0, "reverse", false);
        boolean cased = arguments.flag(1, "case_sensitive", false);
        String path = arguments.text(2, "attribute").orElse("");
        Comparator<Object> order =
                (a, b) -> Operators.order(key(a, path, cased), key(b, path, cased));
        return Values.elements(value).stream().sorted(reverse ? order.reversed() : order).toList();
    }

    private static int order(Object left, Object right) {
        return Operators.order(key(left, "", false), key(right, "", false));
    }

    private static Object key(Object element, String path, boolean cased) {
        Object key = path.isEmpty() ? element : member(element, path);
        return !cased && key instanceof String text ? text.toLowerCase(Locale.ROOT) : key;
    }

    private static Object sum(Object value, CallArguments arguments) {
        String path = arguments.text(0, "attribute").orElse("");
        Object sum = arguments.get(1, "start").orElse(0L);
        for (Object element : Values.elements(value)) {
            Object term = path.isEmpty() ? element : member(element, path);
            sum = Operators.compute("+", sum, term, new Budget());
        }
        return sum;
    }

    /** As transformers has it: Python's own, nothing escaped for HTML. */
    private static Object json(Object value, CallArguments arguments) {
        if (value instanceof Undefined undefined) {
            throw undefined.refusal();
        }
        int indent =
                arguments.get(1, "indent").map(Values::integer).map(Math::toIntExact).orElse(-1);
        List<Object> marks = arguments.get(2, "separators").map(Values::elements).orElse(List.of());
        PythonJson.Style style =
                new PythonJson.Style(
                        arguments.flag(0, "ensure_ascii", false),
                        Math.min(indent, 1000),
                        arguments.flag(3, "sort_keys", false),
                        marks.size() == 2 ? Values.text(marks.get(0)) : indent < 0 ? ", " : ",",
                        marks.size() == 2 ? Values.text(marks.get(1)) : ": ");
        return PythonJson.write(value, style);
    }

    private static Object unique(Object value) {
        List<Object> kept = new ArrayList<>();
        for (Object element : Values.elements(value)) {
            Object key = key(element, "", false);
            if (kept.stream().noneMatch(other -> Values.areEqual(key(other, "", false), key))) {
                kept.add(element);
            }
        }
        return kept;
    }

    private static long words(String text) {
        return text.isBlank() ? 0 : text.strip().split("\\s+").length;
    }
}
