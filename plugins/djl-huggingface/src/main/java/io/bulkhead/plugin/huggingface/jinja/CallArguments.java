package io.bulkhead.plugin.huggingface.jinja;

import io.bulkhead.plugin.huggingface.json.JsonNull;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a function, filter or test is called with.
 *
 * @param positional by their places
 * @param named by their names
 */
public record CallArguments(List<Object> positional, Map<String, Object> named) {
    static final CallArguments NONE = new CallArguments(List.of(), Map.of());

    /** An argument by its place or its name; empty if it is not given, or none. */
    public Optional<Object> get(int place, String name) {
        Object value = place < positional.size() ? positional.get(place) : named.get(name);
        return Optional.ofNullable(value).filter(given -> given != JsonNull.NULL);
    }

    /** An argument that must be given. */
    public Object require(int place, String name) {
        return get(place, name)
                .orElseThrow(() -> new TemplateException("argument '" + name + "' is missing"));
    }

    /** An argument as text. */
    public Optional<String> text(int place, String name) {
        return get(place, name).map(Values::text);
    }

    /** An argument as a whole number. */
    long integer(int place, String name, long otherwise) {
        return get(place, name).map(Values::integer).orElse(otherwise);
    }

    /** An argument as a truth value. */
    boolean flag(int place, String name, boolean otherwise) {
        return get(place, name).map(Values::isTrue).orElse(otherwise);
    }

    /** These without the first. */
    CallArguments rest(int count) {
        return new CallArguments(
                positional.subList(Math.min(count, positional.size()), positional.size()), named);
    }
}
