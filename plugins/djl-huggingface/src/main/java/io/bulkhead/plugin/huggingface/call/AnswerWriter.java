package io.bulkhead.plugin.huggingface.call;

import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.huggingface.json.PythonJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes what a task gives as MLServer's runtime does: one JSON text per element. */
public final class AnswerWriter {
    private static final Parameters JSON_LIST = Parameters.ofContentType(ContentType.HG_JSONLIST);
    private static final Parameters TEXT = Parameters.ofContentType(ContentType.STR);

    private AnswerWriter() {}

    /**
     * The answer.
     *
     * @param result a value of JSON; a list has an element for each of its values
     */
    public static InferenceResponse write(Object result) {
        List<?> elements = result instanceof List<?> list ? list : List.of(result);
        if (elements.isEmpty()) {
            return empty();
        }
        byte[][] texts = new byte[elements.size()][];
        int[] offsets = new int[texts.length + 1];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = PythonJson.write(elements.get(i)).getBytes(StandardCharsets.US_ASCII);
            offsets[i + 1] = Math.addExact(offsets[i], texts[i].length);
        }
        BytesData data = BytesData.wrap(joined(texts, offsets[texts.length]), offsets);
        return InferenceResponse.of(
                new Tensor("output", Shape.of(texts.length, 1), data, JSON_LIST));
    }

    private static ByteBuffer joined(byte[][] texts, int size) {
        if (texts.length == 1) {
            return ByteBuffer.wrap(texts[0]);
        }
        ByteBuffer all = ByteBuffer.allocate(size);
        for (byte[] text : texts) {
            all.put(text);
        }
        return all.flip();
    }

    // MLServer's codec for lists of documents does not take an empty list, that for text does.
    private static InferenceResponse empty() {
        Tensor none = Tensor.ofStrings("output-1", Shape.of(0, 1), List.of()).withParameters(TEXT);
        return new InferenceResponse(List.of(none), TEXT);
    }
}
