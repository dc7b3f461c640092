package io.bulkhead.host.rest;

import io.bulkhead.codec.json.BinaryOutputs;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * The form of an answer to infer that a client asks for in its {@code Accept} header: the first of
 * those that it names and likes best. Other types are answered with JSON, as MLServer does.
 */
enum AnswerForm {
    /** It names none of the others, or any will do. */
    ANY,
    JSON,
    /** JSON with the values of the tensors behind it. */
    BINARY,
    /** Server-sent events. */
    EVENTS;

    static AnswerForm of(HttpFields headers) {
        String accept = headers.get(HttpHeader.ACCEPT);
        if (accept == null || accept.equals("*/*")) {
            return ANY;
        }
        for (String type : headers.getQualityCSV(HttpHeader.ACCEPT)) { // best first
            switch (MediaTypes.essence(type)) {
                case MediaTypes.JSON -> {
                    return JSON;
                }
                case MediaTypes.BINARY -> {
                    return BINARY;
                }
                case "text/event-stream" -> {
                    return EVENTS;
                }
                case "*/*", "application/*" -> {
                    return ANY;
                }
                default -> {
                    // another type, which no answer has
                }
            }
        }
        return ANY;
    }

    /** What a request wants, if it does not say so itself. */
    BinaryOutputs applyTo(BinaryOutputs asked) {
        return switch (this) {
            case ANY, EVENTS -> asked;
            case JSON -> asked.withDefault(false);
            case BINARY -> asked.withDefault(true);
        };
    }
}
