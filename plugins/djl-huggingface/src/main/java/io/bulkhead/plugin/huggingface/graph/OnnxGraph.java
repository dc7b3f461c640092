package io.bulkhead.plugin.huggingface.graph;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A graph that ONNX Runtime computes, wherever its weights came from. Owns its session. */
public final class OnnxGraph implements Graph {
    /** What a table of vectors answers to a number behind its last. */
    private static final Pattern BEYOND =
            Pattern.compile("out of data bounds, idx=(\\d+) must be within .*\\[-(\\d+),");

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Map<String, TensorInfo> inputs;
    private final Set<String> outputs;
    private final AutoCloseable weights;
    private final FeedMemory memory = new FeedMemory();

    /**
     * @param session this graph's from now on
     * @param weights what must stay open as long as the session, closed after it
     */
    OnnxGraph(OrtEnvironment environment, OrtSession session, AutoCloseable weights)
            throws OrtException {
        this.environment = environment;
        this.session = session;
        this.inputs = tensors(session.getInputInfo());
        this.outputs = session.getOutputNames();
        this.weights = weights;
    }

    private static Map<String, TensorInfo> tensors(Map<String, NodeInfo> nodes) {
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        nodes.forEach(
                (name, node) -> {
                    if (node.getInfo() instanceof TensorInfo tensor) {
                        tensors.put(name, tensor);
                    }
                });
        return tensors;
    }

    /** The inputs by name, with types and shapes; -1 where any size will do. */
    public Map<String, TensorInfo> inputs() {
        return inputs;
    }

    @Override
    public Set<String> outputs() {
        return outputs;
    }

    @Override
    public boolean takes(String input) {
        return inputs.containsKey(input);
    }

    @Override
    public Optional<Integer> fixedSize(String input, int axis) {
        TensorInfo info = inputs.get(input);
        if (info == null || info.getShape().length <= axis || info.getShape()[axis] < 1) {
            return Optional.empty();
        }
        return Optional.of(Math.toIntExact(info.getShape()[axis]));
    }

    @Override
    public OnnxFeeds feeds() {
        return new OnnxFeeds(this, environment, inputs, memory);
    }

    /**
     * A tensor in this memory.
     *
     * @param bytes direct, and nobody else's from now on
     * @return the caller's
     */
    public OnnxTensor tensor(ByteBuffer bytes, long[] shape, OnnxJavaType type) {
        try {
            return OnnxTensor.createTensor(environment, bytes, shape, type);
        } catch (OrtException e) {
            throw new ServingException(ErrorCode.INTERNAL, "an input cannot be made", e);
        }
    }

    /**
     * Computes some of the outputs.
     *
     * @param feeds stay the caller's; they may be outputs of an earlier run
     * @return the outputs, which the caller closes
     */
    public OnnxResult run(Map<String, OnnxTensor> feeds, Set<String> wanted) {
        try {
            return new OnnxResult(session.run(feeds, wanted));
        } catch (OrtException e) {
            throw failure(e);
        }
    }

    private static ServingException failure(OrtException e) {
        return e.getCode() == OrtException.OrtErrorCode.ORT_INVALID_ARGUMENT
                ? new ServingException(
                        ErrorCode.UNPROCESSABLE, "the model refuses the input: " + text(e), e)
                : new ServingException(ErrorCode.INTERNAL, "the model failed to run", e);
    }

    static String text(OrtException e) {
        String message = String.valueOf(e.getMessage());
        Matcher beyond = BEYOND.matcher(message);
        return beyond.find()
                ? "it has "
                        + beyond.group(2)
                        + " vectors where number "
                        + beyond.group(1)
                        + " is asked for: the tokenizer has tokens that the model does not know, or"
                        + " the text is longer than its positions"
                : message.lines().findFirst().orElse("no reason given");
    }

    @Override
    public void close() {
        try (weights) {
            session.close();
        } catch (Exception e) {
            throw new ServingException(ErrorCode.INTERNAL, "ONNX Runtime failed to close", e);
        }
    }
}
