package io.bulkhead.host.cli.infer;

import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.codec.json.InferenceResponseWriter;
import io.bulkhead.codec.json.JsonBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** A line of the output, in MLServer's form. */
final class AnswerLine {
    static final String INDEX = "batch_index";
    private static final String INFERENCE_ID = "inference_id";

    /** The beginning of a failed line, by which it is known again. */
    static final String FAILED = "{\"parameters\":{\"" + INDEX + "\":";

    private static final byte[] MESSAGE =
            "},\"error\":{\"status\":\"preprocessing error\",\"msg\":"
                    .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "}}\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LINE_BREAK = {'\n'};

    private final boolean failed;
    private final byte[] text;

    private AnswerLine(boolean failed, byte[] text) {
        this.failed = failed;
        this.text = text;
    }

    /** Whether there is no answer but a reason. */
    boolean isFailed() {
        return failed;
    }

    /** With the line break. */
    byte[] text() {
        return text;
    }

    /**
     * @param inferenceId of the request as it was sent, which may hold several lines
     */
    static AnswerLine answered(
            Asked line, ModelId model, String inferenceId, InferenceResponse response) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put(INDEX, (long) line.index());
        parameters.put(INFERENCE_ID, inferenceId);
        response.parameters().asMap().forEach(parameters::putIfAbsent);
        InferenceResponse told =
                new InferenceResponse(response.outputs(), Parameters.copyOf(parameters));
        JsonBuffer out = new JsonBuffer(InferenceResponseWriter.lengthGuess(told));
        InferenceResponseWriter.write(model, line.request().id(), told, out);
        out.raw(LINE_BREAK);
        return new AnswerLine(false, bytes(out));
    }

    /** MLServer has one status for all that can go wrong. */
    static AnswerLine failed(int index, String reason) {
        JsonBuffer out = new JsonBuffer(FAILED.length() + reason.length() + 64);
        out.raw((FAILED + index).getBytes(StandardCharsets.US_ASCII));
        out.raw(MESSAGE);
        out.text(reason);
        out.raw(END);
        return new AnswerLine(true, bytes(out));
    }

    private static byte[] bytes(JsonBuffer out) {
        return Arrays.copyOf(out.array(), out.length());
    }
}
