package io.bulkhead.codec.json;

import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.codec.binary.RawTensors;
import io.bulkhead.codec.sharedmemory.SharedOutputs;
import java.util.List;

/** Writes the answer to an infer request, fields in MLServer's order. */
public final class InferenceResponseWriter {
    private static final byte[] MODEL_NAME = JsonBuffer.ascii("{\"model_name\":");
    private static final byte[] MODEL_VERSION = JsonBuffer.ascii(",\"model_version\":");
    private static final byte[] ID = JsonBuffer.ascii(",\"id\":");
    private static final byte[] PARAMETERS = JsonBuffer.ascii(",\"parameters\":");
    private static final byte[] OUTPUTS = JsonBuffer.ascii(",\"outputs\":[");
    private static final byte[] NAME = JsonBuffer.ascii("{\"name\":");
    private static final byte[] SHAPE = JsonBuffer.ascii(",\"shape\":");
    private static final byte[] DATATYPE = JsonBuffer.ascii(",\"datatype\":\"");
    private static final byte[] DATA = JsonBuffer.ascii(",\"data\":");
    private static final int FIXED_PART = 256;
    private static final RawTensors BINARY = new RawTensors("binary data", false);

    private InferenceResponseWriter() {}

    /** About how long {@link #write} will be; a guess that saves growing. */
    public static int lengthGuess(InferenceResponse response) {
        return lengthGuess(response, BinaryOutputs.NONE);
    }

    /** About how long {@link #writeWithBinary} will be; not less where all is binary. */
    public static int lengthGuess(InferenceResponse response, BinaryOutputs binary) {
        long length = FIXED_PART;
        for (Tensor output : response.outputs()) {
            length += FIXED_PART;
            length +=
                    binary.wants(output.name())
                            ? RawTensors.byteCount(output.data())
                            : TensorDataWriter.lengthGuess(output.data());
        }
        return (int) Math.min(length, 1 << 28);
    }

    /** Appends the answer. */
    public static void write(ModelId model, String id, InferenceResponse response, JsonBuffer out) {
        write(model, id, response, BinaryOutputs.NONE, SharedOutputs.NONE, out);
    }

    /**
     * Appends the answer, and behind it the bytes of those outputs that are wanted so. Of outputs
     * that are in shared memory it says where they are.
     *
     * @return how much of it is JSON
     */
    public static int writeWithBinary(
            ModelId model,
            String id,
            InferenceResponse response,
            BinaryOutputs binary,
            SharedOutputs shared,
            JsonBuffer out) {
        int start = out.length();
        write(model, id, response, binary, shared, out);
        int jsonLength = out.length() - start;
        for (Tensor output : response.outputs()) {
            if (binary.wants(output.name()) && !shared.hold(output)) {
                out.bytes(BINARY.write(output.data()));
            }
        }
        return jsonLength;
    }

    private static void write(
            ModelId model,
            String id,
            InferenceResponse response,
            BinaryOutputs binary,
            SharedOutputs shared,
            JsonBuffer out) {
        out.raw(MODEL_NAME);
        out.text(model.name());
        if (!model.version().isEmpty()) {
            out.raw(MODEL_VERSION);
            out.text(model.version());
        }
        out.raw(ID);
        out.text(id);
        out.raw(PARAMETERS);
        ParametersWriter.write(response.parameters(), out);
        out.raw(OUTPUTS);
        writeOutputs(response.outputs(), binary, shared, out);
        out.raw(']');
        out.raw('}');
    }

    private static void writeOutputs(
            List<Tensor> outputs, BinaryOutputs binary, SharedOutputs shared, JsonBuffer out) {
        for (int i = 0; i < outputs.size(); i++) {
            if (i > 0) {
                out.raw(',');
            }
            Tensor output = outputs.get(i);
            if (shared.hold(output)) {
                writeHeader(output, shared.parameters(output), out);
                out.raw('}');
            } else {
                writeTensor(output, binary.wants(output.name()), out);
            }
        }
    }

    /** An output, or an input, which looks the same. */
    static void writeTensor(Tensor output, boolean binary, JsonBuffer out) {
        Parameters parameters =
                binary
                        ? output.parameters()
                                .with(BinaryTensorReader.SIZE, RawTensors.byteCount(output.data()))
                        : output.parameters();
        writeHeader(output, parameters, out);
        if (!binary) {
            out.raw(DATA);
            TensorDataWriter.write(output.data(), out);
        }
        out.raw('}');
    }

    private static void writeHeader(Tensor output, Parameters parameters, JsonBuffer out) {
        out.raw(NAME);
        out.text(output.name());
        out.raw(SHAPE);
        writeShape(output.shape(), out);
        out.raw(DATATYPE);
        out.raw(DatatypeNames.of(output.datatype()));
        out.raw('"');
        if (!parameters.isEmpty()) {
            out.raw(PARAMETERS);
            ParametersWriter.write(parameters, out);
        }
    }

    /** A list of dimensions. */
    public static void writeShape(Shape shape, JsonBuffer out) {
        out.raw('[');
        for (int i = 0; i < shape.rank(); i++) {
            if (i > 0) {
                out.raw(',');
            }
            out.number(shape.dimension(i));
        }
        out.raw(']');
    }
}
