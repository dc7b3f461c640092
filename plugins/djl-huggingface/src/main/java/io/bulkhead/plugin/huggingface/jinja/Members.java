package io.bulkhead.plugin.huggingface.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code value.name} and {@code value[name]} are. */
final class Members {
    private Members() {}

    /** A method before a member. */
    static Object attribute(Object value, String name) {
        Optional<Callable> method = method(value, name);
        if (method.isPresent()) {
            return method.get();
        }
        if (value instanceof LoopState loop) {
            return loop.member(name);
        }
        if (value instanceof LoopState.Recursive loop) {
            return loop.state().member(name);
        }
        return item(value, name);
    }

    /** A member by its name, or an element by its place. */
    static Object item(Object value, Object key) {
        if (value instanceof Undefined undefined) {
            throw undefined.refusal();
        }
        if (value instanceof Map<?, ?> map) {
            Object member = map.get(key);
            return member == null ? absent(value, key) : member;
        }
        if (value instanceof Namespace namespace) {
            Object member = namespace.members().get(key);
            return member == null ? absent(value, key) : member;
        }
        if (key instanceof Long index && (value instanceof List<?> || value instanceof String)) {
            List<Object> elements = Values.elements(value);
            long place = index < 0 ? index + elements.size() : index;
            return place < 0 || place >= elements.size()
                    ? absent(value, key)
                    : elements.get((int) place);
        }
        return absent(value, key);
    }

    private static Object absent(Object value, Object key) {
        Optional<Callable> method =
                key instanceof String name ? method(value, name) : Optional.empty();
        return method.isPresent()
                ? method.get()
                : new Undefined("'" + Values.text(key) + "' of a " + Values.type(value));
    }

    private static Optional<Callable> method(Object value, String name) {
        if (value instanceof String text) {
            return TextMethods.of(text, name);
        }
        if (value instanceof Map<?, ?> map) {
            return ofMap(map, name);
        }
        return value instanceof List<?> list ? ofList(list, name) : Optional.empty();
    }

    private static Optional<Callable> ofMap(Map<?, ?> map, String name) {
        return switch (name) {
            case "items" -> Optional.of(arguments -> items(map));
            case "keys" -> Optional.of(arguments -> new ArrayList<>(map.keySet()));
            case "values" -> Optional.of(arguments -> new ArrayList<>(map.values()));
            case "copy" -> Optional.of(arguments -> map);
            case "get" ->
                    Optional.of(
                            arguments -> {
                                Object member = map.get(arguments.require(0, "key"));
                                return member == null
                                        ? Parser.orNull(arguments.get(1, "default"))
                                        : member;
                            });
            default -> Optional.empty();
        };
    }

    static List<Object> items(Map<?, ?> map) {
        List<Object> items = new ArrayList<>(map.size());
        map.forEach((key, member) -> items.add(List.of(key, member)));
        return items;
    }

    private static Optional<Callable> ofList(List<?> list, String name) {
        return switch (name) {
            case "index" ->
                    Optional.of(
                            arguments -> {
                                for (int i = 0; i < list.size(); i++) {
                                    Object wanted = arguments.require(0, "value");
                                    if (Values.areEqual(list.get(i), wanted)) {
                                        return (long) i;
                                    }
                                }
                                throw new TemplateException("the value is not in the list");
                            });
            case "count" ->
                    Optional.of(
                            arguments ->
                                    list.stream()
                                            .filter(
                                                    element ->
                                                            Values.areEqual(
                                                                    element,
                                                                    arguments.require(0, "value")))
                                            .count());
            case "copy" -> Optional.of(arguments -> list);
            default -> Optional.empty();
        };
    }
}
