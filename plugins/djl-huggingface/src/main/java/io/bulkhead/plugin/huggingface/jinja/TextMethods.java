package io.bulkhead.plugin.huggingface.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/** The methods of Python's texts that templates use. */
final class TextMethods {
    private interface Method {
        Object call(String text, CallArguments arguments);
    }

    private static final Map<String, Method> METHODS =
            Map.ofEntries(
                    Map.entry("strip", (text, a) -> stripped(text, a, true, true)),
                    Map.entry("lstrip", (text, a) -> stripped(text, a, true, false)),
                    Map.entry("rstrip", (text, a) -> stripped(text, a, false, true)),
                    Map.entry("split", (text, a) -> split(text, a, false)),
                    Map.entry("rsplit", (text, a) -> split(text, a, true)),
                    Map.entry("splitlines", (text, a) -> text.lines().toList()),
                    Map.entry("partition", (text, a) -> partition(text, a, false)),
                    Map.entry("rpartition", (text, a) -> partition(text, a, true)),
                    Map.entry("startswith", (text, a) -> any(a, text::startsWith)),
                    Map.entry("endswith", (text, a) -> any(a, text::endsWith)),
                    Map.entry("replace", TextMethods::replaced),
                    Map.entry("lower", (text, a) -> text.toLowerCase(Locale.ROOT)),
                    Map.entry("upper", (text, a) -> text.toUpperCase(Locale.ROOT)),
                    Map.entry("title", (text, a) -> titled(text)),
                    Map.entry("capitalize", (text, a) -> capitalized(text)),
                    Map.entry("join", (text, a) -> joined(text, a.require(0, "iterable"))),
                    Map.entry("find", (text, a) -> (long) text.indexOf(argument(a))),
                    Map.entry("rfind", (text, a) -> (long) text.lastIndexOf(argument(a))),
                    Map.entry("index", TextMethods::index),
                    Map.entry("count", (text, a) -> count(text, argument(a))),
                    Map.entry("removeprefix", (text, a) -> withoutPrefix(text, argument(a))),
                    Map.entry("removesuffix", (text, a) -> withoutSuffix(text, argument(a))),
                    Map.entry("zfill", (text, a) -> zeros(text, a.integer(0, "width", 0))),
                    Map.entry("isdigit", (text, a) -> all(text, Character::isDigit)),
                    Map.entry("isnumeric", (text, a) -> all(text, Character::isDigit)),
                    Map.entry("isalpha", (text, a) -> all(text, Character::isLetter)),
                    Map.entry("isalnum", (text, a) -> all(text, Character::isLetterOrDigit)),
                    Map.entry("isspace", (text, a) -> all(text, Character::isWhitespace)),
                    Map.entry("isupper", (text, a) -> isCase(text, Character::isLowerCase)),
                    Map.entry("islower", (text, a) -> isCase(text, Character::isUpperCase)),
                    Map.entry("format", TextMethods::format));

    private TextMethods() {}

    static Optional<Callable> of(String text, String name) {
        Method method = METHODS.get(name);
        return method == null
                ? Optional.empty()
                : Optional.of(arguments -> method.call(text, arguments));
    }

    private static String argument(CallArguments arguments) {
        return Values.text(arguments.require(0, "text"));
    }

    static String stripped(String text, CallArguments arguments, boolean left, boolean right) {
        Optional<String> characters = arguments.text(0, "chars");
        int from = 0;
        int to = text.length();
        while (left && from < to && goes(text.charAt(from), characters)) {
            from++;
        }
        while (right && to > from && goes(text.charAt(to - 1), characters)) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean goes(char c, Optional<String> characters) {
        return characters.isPresent()
                ? characters.get().indexOf(c) >= 0
                : Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static List<Object> split(String text, CallArguments arguments, boolean fromEnd) {
        long most = arguments.integer(1, "maxsplit", -1);
        Optional<String> mark = arguments.text(0, "sep");
        if (mark.isEmpty()) {
            return words(text, most);
        }
        if (mark.get().isEmpty()) {
            throw new TemplateException("a text cannot be split at nothing");
        }
        return fromEnd ? splitBackwards(text, mark.get(), most) : split(text, mark.get(), most);
    }

    private static List<Object> split(String text, String mark, long most) {
        List<Object> parts = new ArrayList<>();
        int from = 0;
        int at = text.indexOf(mark);
        while (at >= 0 && (most < 0 || parts.size() < most)) {
            parts.add(text.substring(from, at));
            from = at + mark.length();
            at = text.indexOf(mark, from);
        }
        parts.add(text.substring(from));
        return parts;
    }

    private static List<Object> splitBackwards(String text, String mark, long most) {
        List<Object> parts = new ArrayList<>();
        int to = text.length();
        int at = text.lastIndexOf(mark);
        while (at >= 0 && (most < 0 || parts.size() < most)) {
            parts.add(0, text.substring(at + mark.length(), to));
            to = at;
            at = to < mark.length() ? -1 : text.lastIndexOf(mark, to - mark.length());
        }
        parts.add(0, text.substring(0, to));
        return parts;
    }

    private static List<Object> words(String text, long most) {
        String stripped = text.strip();
        if (stripped.isEmpty()) {
            return List.of();
        }
        int limit = most < 0 ? 0 : (int) Math.min(most + 1, Integer.MAX_VALUE);
        return List.of((Object[]) stripped.split("\\s+", limit));
    }

    private static Object partition(String text, CallArguments arguments, boolean last) {
        String mark = argument(arguments);
        int at = last ? text.lastIndexOf(mark) : text.indexOf(mark);
        if (at < 0) {
            return last ? List.of("", "", text) : List.of(text, "", "");
        }
        return List.of(text.substring(0, at), mark, text.substring(at + mark.length()));
    }

    private static boolean any(CallArguments arguments, java.util.function.Predicate<String> test) {
        Object wanted = arguments.require(0, "prefix");
        return wanted instanceof List<?> several
                ? several.stream().map(Values::text).anyMatch(test)
                : test.test(Values.text(wanted));
    }

    private static Object replaced(String text, CallArguments arguments) {
        String old = Values.text(arguments.require(0, "old"));
        String fresh = Values.text(arguments.require(1, "new"));
        long most = arguments.integer(2, "count", -1);
        if (most < 0) {
            return text.replace(old, fresh);
        }
        return split(text, old, most).stream().map(Values::text).collect(Collectors.joining(fresh));
    }

    static String titled(String text) {
        StringBuilder out = new StringBuilder(text.length());
        boolean inside = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.append(inside ? Character.toLowerCase(c) : Character.toUpperCase(c));
            inside = Character.isLetter(c);
        }
        return out.toString();
    }

    static String capitalized(String text) {
        return text.isEmpty()
                ? text
                : text.substring(0, 1).toUpperCase(Locale.ROOT)
                        + text.substring(1).toLowerCase(Locale.ROOT);
    }

    static String joined(String mark, Object elements) {
        return Values.elements(elements).stream()
                .map(Values::text)
                .collect(Collectors.joining(mark));
    }

    private static Object index(String text, CallArguments arguments) {
        int at = text.indexOf(argument(arguments));
        if (at < 0) {
            throw new TemplateException("the text is not in the other");
        }
        return (long) at;
    }

    private static Object count(String text, String part) {
        return part.isEmpty() ? Values.length(text) + 1 : (long) split(text, part, -1).size() - 1;
    }

    private static Object withoutPrefix(String text, String prefix) {
        return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }

    private static Object withoutSuffix(String text, String suffix) {
        return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
    }

    private static Object zeros(String text, long width) {
        return "0".repeat((int) Math.max(0, Math.min(width, 1000) - text.length())) + text;
    }

    private static boolean all(String text, IntPredicate test) {
        return !text.isEmpty() && text.codePoints().allMatch(test);
    }

    private static boolean isCase(String text, IntPredicate other) {
        return text.codePoints().anyMatch(Character::isLetter)
                && text.codePoints().noneMatch(other);
    }

    /** Python's format with plain places: {@code {}}, {@code {0}}, {@code {name}}. */
    private static Object format(String text, CallArguments arguments) {
        StringBuilder out = new StringBuilder();
        int next = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean doubled = i + 1 < text.length() && text.charAt(i + 1) == c;
            int end = c == '{' && !doubled ? text.indexOf('}', i) : -1;
            if (end < 0) {
                out.append(c);
                i += (c == '{' || c == '}') && doubled ? 1 : 0;
                continue;
            }
            String place = text.substring(i + 1, end);
            int number =
                    place.isEmpty()
                            ? next++
                            : place.matches("\\d{1,4}") ? Integer.parseInt(place) : -1;
            out.append(
                    Values.text(
                            number >= 0
                                    ? arguments.require(number, place)
                                    : arguments.require(Integer.MAX_VALUE, place)));
            i = end;
        }
        return out.toString();
    }
}
