package io.bulkhead.api.typed.adapter;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.RequestContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One header of a request. Immutable and safe for use by many threads. */
public final class HeaderValue {
    private final String name;

    private HeaderValue(String name) {
        this.name = name;
    }

    /**
     * @param name in any case
     */
    public static HeaderValue of(String name) {
        return new HeaderValue(name.toLowerCase(Locale.ROOT));
    }

    /**
     * The first value.
     *
     * @throws ServingException if there is no such header
     */
    public String read(RequestContext call) {
        return readOptional(call)
                .orElseThrow(
                        () -> ServingException.invalidArgument("header '" + name + "' is missing"));
    }

    /** The first value; empty if there is no such header. */
    public Optional<String> readOptional(RequestContext call) {
        return readAll(call).stream().findFirst();
    }

    /** All values; none if there is no such header. */
    public List<String> readAll(RequestContext call) {
        return call.headers().getOrDefault(name, List.of());
    }
}
