package io.bulkhead.host.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.codec.json.JsonBuffer;
import io.bulkhead.host.dataplane.OpenAiModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What OpenAI's protocol asks of a server beside what its models answer. */
final class OpenAi {
    private static final JsonFactory JSON =
            JsonFactory.builder().recyclerPool(JsonRecyclerPools.nonRecyclingPool()).build();
    private static final int CAPACITY = 256;
    private static final int SERVERS_FAULT = 500;
    private static final int TOO_MANY = 429;

    private OpenAi() {}

    /**
     * The model that a request names; empty if it names none.
     *
     * @throws ServingException {@code INVALID_ARGUMENT} if the body is no JSON object
     */
    static Optional<String> model(ByteBuffer body) {
        byte[] bytes = body.array();
        try (JsonParser parser =
                JSON.createParser(bytes, body.arrayOffset() + body.position(), body.remaining())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw ServingException.invalidArgument("the body must be a JSON object");
            }
            return model(parser);
        } catch (IOException e) {
            throw new ServingException(ErrorCode.INVALID_ARGUMENT, "the body is no JSON object", e);
        }
    }

    private static Optional<String> model(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean named = parser.currentName().equals("model");
            JsonToken value = parser.nextToken();
            if (!named || value == JsonToken.VALUE_NULL) {
                parser.skipChildren();
            } else if (value == JsonToken.VALUE_STRING) {
                return Optional.of(parser.getText());
            } else {
                throw ServingException.invalidArgument("'model' must be a text");
            }
        }
        return Optional.empty();
    }

    /** The list of models. */
    static JsonBuffer list(List<OpenAiModel> models) {
        JsonBuffer out = new JsonBuffer(CAPACITY);
        raw(out, "{\"object\":\"list\",\"data\":[");
        for (int i = 0; i < models.size(); i++) {
            if (i > 0) {
                out.raw(',');
            }
            write(models.get(i), out);
        }
        raw(out, "]}");
        return out;
    }

    /** One model. */
    static JsonBuffer one(OpenAiModel model) {
        JsonBuffer out = new JsonBuffer(CAPACITY);
        write(model, out);
        return out;
    }

    private static void write(OpenAiModel model, JsonBuffer out) {
        raw(out, "{\"id\":");
        out.text(model.name());
        raw(out, ",\"object\":\"model\",\"created\":" + model.loaded().getEpochSecond());
        raw(out, ",\"owned_by\":\"bulkhead\"}");
    }

    /** An error as that protocol tells it. */
    static JsonBuffer error(int status, ErrorCode code, String message) {
        boolean unknown = code == ErrorCode.MODEL_NOT_FOUND;
        JsonBuffer out = new JsonBuffer(message.length() + 96);
        raw(out, "{\"error\":{\"message\":");
        out.text(message);
        raw(out, ",\"type\":\"" + type(status) + "\"");
        raw(out, unknown ? ",\"param\":\"model\"" : ",\"param\":null");
        raw(out, unknown ? ",\"code\":\"model_not_found\"}}" : ",\"code\":null}}");
        return out;
    }

    private static String type(int status) {
        if (status >= SERVERS_FAULT) {
            return "server_error";
        }
        return status == TOO_MANY ? "rate_limit_error" : "invalid_request_error";
    }

    private static void raw(JsonBuffer out, String ascii) {
        out.raw(ascii.getBytes(StandardCharsets.US_ASCII));
    }
}
