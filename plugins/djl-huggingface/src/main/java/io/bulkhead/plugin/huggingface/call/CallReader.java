package io.bulkhead.plugin.huggingface.call;

import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a request as MLServer's runtime does: input {@code args} are the positional arguments,
 * {@code array_inputs} is the first of them as a whole list, any other input is a keyword.
 */
public final class CallReader {
    private static final String ARGS = "args";
    private static final String ARRAY_INPUTS = "array_inputs";

    private final Codecs codecs;

    /**
     * @param codecs of the model
     */
    public CallReader(Codecs codecs) {
        this.codecs = codecs;
    }

    /**
     * Reads one.
     *
     * @throws ServingException {@code UNPROCESSABLE} if an input does not hold what it says
     */
    public Call read(InferenceRequest request) {
        if (request.inputs().isEmpty()) {
            throw ServingException.invalidArgument("the request has no inputs");
        }
        String fallback = fallback(request);
        List<Object> positional = new ArrayList<>();
        Map<String, Object> keywords = new LinkedHashMap<>();
        for (Tensor input : request.inputs()) {
            Object value = ArgumentValue.of(input, decoded(input, fallback));
            switch (input.name()) {
                case ARGS -> positional.addAll(unpacked(value));
                case ARRAY_INPUTS -> positional.add(0, value);
                default -> keywords.put(input.name(), value);
            }
        }
        return new Call(positional, keywords);
    }

    private static String fallback(InferenceRequest request) {
        String type = request.parameters().contentType();
        return type.isEmpty() || type.equals(ContentType.HF) ? ContentType.STR : type;
    }

    private Object decoded(Tensor input, String fallback) {
        // Numbers that nobody calls anything are no text.
        return codecs.decodeInput(
                input,
                fallback.equals(ContentType.STR) && input.datatype() != Datatype.BYTES
                        ? ContentType.NP
                        : fallback);
    }

    private static List<?> unpacked(Object value) {
        return value instanceof List<?> list ? list : List.of(value);
    }
}
