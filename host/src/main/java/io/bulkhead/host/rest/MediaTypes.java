package io.bulkhead.host.rest;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import java.util.Locale;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** Which bodies are taken for JSON: those that say so and those that say nothing. */
final class MediaTypes {
    private static final String JSON = "application/json";
    private static final String BINARY = "application/octet-stream";

    private MediaTypes() {}

    /**
     * @throws ServingException {@code UNPROCESSABLE} for any other type; {@code
     *     UNSUPPORTED_MEDIA_TYPE} for the binary tensor data extension
     */
    static void requireJson(HttpFields headers) {
        String type = headers.get(HttpHeader.CONTENT_TYPE);
        if (type == null || type.equals(JSON)) {
            return;
        }
        int parameters = type.indexOf(';');
        String essence =
                (parameters < 0 ? type : type.substring(0, parameters))
                        .strip()
                        .toLowerCase(Locale.ROOT);
        boolean json =
                essence.equals(JSON)
                        || (essence.startsWith("application/") && essence.endsWith("+json"));
        if (essence.equals(BINARY)) {
            throw new ServingException(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "the binary tensor data extension is not offered over REST; send JSON, or"
                            + " raw_input_contents over gRPC");
        }
        if (!json) {
            throw ServingException.unprocessable(
                    "Content-Type application/json is wanted, found " + essence);
        }
    }
}
