package io.bulkhead.api.typed;

import io.bulkhead.api.inference.Parameters;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A result with what is to be said about it: parameters of the answer, headers among them.
 * Immutable.
 *
 * @param value what the method would have returned
 * @param parameters of the answer, see {@link
 *     io.bulkhead.api.inference.InferenceResponse#parameters}
 * @param <T> type of the result
 */
public record Answer<T>(T value, Parameters parameters) {
    /** Checks that both are there. */
    public Answer {
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(parameters, "parameters");
    }

    /** A result about which there is nothing to say. */
    public static <T> Answer<T> of(T value) {
        return new Answer<>(value, Parameters.empty());
    }

    /** The same with one parameter more. */
    public Answer<T> with(String name, Object parameter) {
        return new Answer<>(value, parameters.with(name, parameter));
    }

    /** The same with one header more, which replaces one of the same name. */
    public Answer<T> withHeader(String name, String text) {
        Map<String, Object> headers =
                new LinkedHashMap<>(parameters.getParameters(Parameters.HEADERS).asMap());
        headers.put(name, text);
        return with(Parameters.HEADERS, headers);
    }
}
