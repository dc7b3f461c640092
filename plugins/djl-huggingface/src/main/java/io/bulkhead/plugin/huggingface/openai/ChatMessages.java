package io.bulkhead.plugin.huggingface.openai;

import io.bulkhead.plugin.huggingface.call.Arguments;
import io.bulkhead.plugin.huggingface.json.JsonNull;
import io.bulkhead.plugin.huggingface.json.JsonReader;
import io.bulkhead.plugin.huggingface.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The messages of a request as templates want them: contents are texts, arguments are values. */
final class ChatMessages {
    private ChatMessages() {}

    static List<Object> of(Arguments asked) {
        if (!(asked.require("messages") instanceof List<?> given) || given.isEmpty()) {
            throw asked.refusal("messages must be a list with one message or more");
        }
        List<Object> messages = new ArrayList<>(given.size());
        for (Object message : given) {
            messages.add(message(message, messages.size(), asked));
        }
        return messages;
    }

    private static Object message(Object given, int index, Arguments asked) {
        String place = "messages[" + index + "]";
        if (!(given instanceof Map<?, ?> map) || !(map.get("role") instanceof String)) {
            throw asked.refusal(place + " must be an object with a role");
        }
        Map<String, Object> message = new LinkedHashMap<>();
        map.forEach((name, value) -> message.put(String.valueOf(name), value));
        Object content = message.get("content");
        boolean calls = message.get("tool_calls") instanceof List<?>;
        if (content == null || content == JsonNull.NULL) {
            if (!calls) {
                throw asked.refusal(place + " has no content");
            }
            message.put("content", JsonNull.NULL);
        } else {
            message.put("content", text(content, place, asked));
        }
        if (calls && message.get("tool_calls") instanceof List<?> list) {
            message.put("tool_calls", list.stream().map(ChatMessages::call).toList());
        }
        return message;
    }

    /** A text, or the texts of several parts together. */
    private static String text(Object content, String place, Arguments asked) {
        if (content instanceof String text) {
            return text;
        }
        if (!(content instanceof List<?> parts)) {
            throw asked.refusal(place + ": content must be a text, or a list of parts");
        }
        StringBuilder text = new StringBuilder();
        for (Object part : parts) {
            if (part instanceof String plain) {
                text.append(plain);
            } else if (part instanceof Map<?, ?> map && map.get("text") instanceof String piece) {
                text.append(piece);
            } else {
                Object type = part instanceof Map<?, ?> map ? map.get("type") : part;
                throw asked.refusal(
                        place
                                + ": parts must be of type 'text', found "
                                + Arguments.shown(String.valueOf(type)));
            }
        }
        return text.toString();
    }

    /** The protocol has arguments as a text that is JSON, templates write values as JSON. */
    private static Object call(Object given) {
        if (!(given instanceof Map<?, ?> call)
                || !(call.get("function") instanceof Map<?, ?> function)
                || !(function.get("arguments") instanceof String text)) {
            return given;
        }
        try {
            if (!(JsonReader.read(text) instanceof Map<?, ?> arguments)) {
                return given;
            }
            Map<Object, Object> filled = new LinkedHashMap<>(function);
            filled.put("arguments", arguments);
            Map<Object, Object> whole = new LinkedHashMap<>(call);
            whole.put("function", filled);
            return whole;
        } catch (MalformedJsonException e) {
            return given; // the template gets the text as it is
        }
    }
}
