package io.bulkhead.host.cli.infer;

import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.codec.json.InferenceRequestWriter;
import io.bulkhead.codec.json.InferenceResponseWriter;
import io.bulkhead.codec.json.JsonBuffer;
import io.bulkhead.codec.json.ParsedResponse;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** What a batch tells of itself while it runs. Thread-safe. */
final class BatchLog {
    /** How much it tells. */
    enum Level {
        /** Nothing: the output has it all. */
        QUIET,
        /** Lines that fail and requests that are sent again. */
        VERBOSE,
        /** Every request and every answer, too. */
        EXTRA_VERBOSE
    }

    private static final int MAX_BODY = 2000;

    private final PrintWriter err;
    private final Level level;

    BatchLog(PrintWriter err, Level level) {
        this.err = err;
        this.level = level;
    }

    /** A line that failed. */
    void failed(int index, String reason) {
        detail("line " + (index + 1L) + ": " + reason);
    }

    void detail(String message) {
        if (level != Level.QUIET) {
            say(message);
        }
    }

    void request(InferenceRequest request) {
        if (level == Level.EXTRA_VERBOSE) {
            say("> " + text(InferenceRequestWriter.write(request)));
        }
    }

    void response(ParsedResponse reply) {
        if (level == Level.EXTRA_VERBOSE) {
            JsonBuffer out = new JsonBuffer(MAX_BODY);
            InferenceResponseWriter.write(reply.model(), reply.id(), reply.response(), out);
            say("< " + text(out));
        }
    }

    private static String text(JsonBuffer json) {
        int length = Math.min(MAX_BODY, json.length());
        String text = new String(json.array(), 0, length, StandardCharsets.UTF_8);
        return length < json.length() ? text + "..." : text;
    }

    private synchronized void say(String message) {
        err.println(message);
        err.flush();
    }
}
