package io.bulkhead.host.rest;

import io.bulkhead.api.error.ServingException;
import java.util.Locale;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** Which bodies are taken for JSON: those that say so and those that say nothing. */
final class MediaTypes {
    static final String JSON = "application/json";
    static final String BINARY = "application/octet-stream";

    private MediaTypes() {}

    /**
     * @throws ServingException {@code UNPROCESSABLE} for any other type
     */
    static void requireJson(HttpFields headers) {
        String type = headers.get(HttpHeader.CONTENT_TYPE);
        if (type == null || type.equals(JSON)) {
            return;
        }
        String essence = essence(type);
        if (!isJson(essence)) {
            throw wrong(JSON, essence);
        }
    }

    /**
     * As {@link #requireJson}, but any bytes will do too: clients send JSON under that type, and
     * JSON with tensors behind it.
     */
    static void requireJsonOrBinary(HttpFields headers) {
        String type = headers.get(HttpHeader.CONTENT_TYPE);
        if (type != null && !type.equals(JSON) && !essence(type).equals(BINARY)) {
            requireJson(headers);
        }
    }

    /** As {@link #requireJson}, but only any bytes will do. */
    static void requireBinary(HttpFields headers) {
        String type = headers.get(HttpHeader.CONTENT_TYPE);
        if (type != null && !essence(type).equals(BINARY)) {
            throw wrong(BINARY, essence(type));
        }
    }

    private static boolean isJson(String essence) {
        return essence.equals(JSON)
                || (essence.startsWith("application/") && essence.endsWith("+json"));
    }

    /** The type without its parameters, in lower case. */
    static String essence(String type) {
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    private static ServingException wrong(String wanted, String found) {
        return ServingException.unprocessable(
                "Content-Type " + wanted + " is wanted, found " + found);
    }
}
