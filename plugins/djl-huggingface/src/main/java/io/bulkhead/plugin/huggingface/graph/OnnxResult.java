package io.bulkhead.plugin.huggingface.graph;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtSession;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import java.nio.FloatBuffer;
import java.util.Optional;

/** The outputs of one run of ONNX Runtime, in native memory. */
public final class OnnxResult implements GraphResult {
    private final OrtSession.Result result;

    OnnxResult(OrtSession.Result result) {
        this.result = result;
    }

    @Override
    public boolean has(String name) {
        return find(name).isPresent();
    }

    @Override
    public Floats floats(String... names) {
        return copy(tensor(names));
    }

    /** The first of these outputs that is there, as it is; valid until this is closed. */
    public OnnxTensor tensor(String... names) {
        for (String name : names) {
            Optional<OnnxTensor> tensor = find(name);
            if (tensor.isPresent()) {
                return tensor.get();
            }
        }
        throw new ServingException(
                ErrorCode.INTERNAL, "the graph has no output " + String.join(" or ", names));
    }

    /** The output of this name; empty if there is none. */
    public Optional<OnnxTensor> find(String name) {
        Optional<OnnxValue> value = result.get(name);
        return value.isPresent() && value.get() instanceof OnnxTensor tensor
                ? Optional.of(tensor)
                : Optional.empty();
    }

    /** A tensor's numbers, widened to 32 bits. */
    public static Floats copy(OnnxTensor tensor) {
        FloatBuffer buffer = tensor.getFloatBuffer();
        if (buffer == null) {
            throw new ServingException(
                    ErrorCode.INTERNAL, "the graph answers " + tensor.getInfo().type);
        }
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return new Floats(values, tensor.getInfo().getShape());
    }

    @Override
    public void close() {
        result.close();
    }
}
