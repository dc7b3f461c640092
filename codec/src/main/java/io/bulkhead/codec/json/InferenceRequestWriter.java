package io.bulkhead.codec.json;

import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestedOutput;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.codec.binary.RawTensors;
import java.util.List;

/** Writes the body of an infer request, for those who ask a server. */
public final class InferenceRequestWriter {
    private static final byte[] ID = JsonBuffer.ascii("{\"id\":");
    private static final byte[] PARAMETERS = JsonBuffer.ascii(",\"parameters\":");
    private static final byte[] INPUTS = JsonBuffer.ascii(",\"inputs\":[");
    private static final byte[] OUTPUTS = JsonBuffer.ascii("],\"outputs\":[");
    private static final byte[] NAME = JsonBuffer.ascii("{\"name\":");
    private static final int CAPACITY = 1024;
    private static final RawTensors BINARY = new RawTensors("binary data", false);

    private InferenceRequestWriter() {}

    /** The request as JSON. */
    public static JsonBuffer write(InferenceRequest request) {
        JsonBuffer out = new JsonBuffer(CAPACITY);
        write(request, false, out);
        return out;
    }

    /**
     * Appends the request with its values as bytes behind the JSON, asking for an answer in the
     * same form.
     *
     * @return how much of it is JSON
     */
    public static int writeWithBinary(InferenceRequest request, JsonBuffer out) {
        int start = out.length();
        write(request, true, out);
        int jsonLength = out.length() - start;
        for (Tensor input : request.inputs()) {
            out.bytes(BINARY.write(input.data()));
        }
        return jsonLength;
    }

    private static void write(InferenceRequest request, boolean binary, JsonBuffer out) {
        out.raw(ID);
        out.text(request.id());
        Parameters parameters =
                binary
                        ? request.parameters().with("binary_data_output", true)
                        : request.parameters();
        if (!parameters.isEmpty()) {
            out.raw(PARAMETERS);
            ParametersWriter.write(parameters, out);
        }
        out.raw(INPUTS);
        List<Tensor> inputs = request.inputs();
        for (int i = 0; i < inputs.size(); i++) {
            separate(i, out);
            InferenceResponseWriter.writeTensor(inputs.get(i), binary, out);
        }
        if (!request.outputs().isEmpty()) {
            out.raw(OUTPUTS);
            writeOutputs(request.outputs(), out);
        }
        out.raw(']');
        out.raw('}');
    }

    private static void writeOutputs(List<RequestedOutput> outputs, JsonBuffer out) {
        for (int i = 0; i < outputs.size(); i++) {
            separate(i, out);
            out.raw(NAME);
            out.text(outputs.get(i).name());
            if (!outputs.get(i).parameters().isEmpty()) {
                out.raw(PARAMETERS);
                ParametersWriter.write(outputs.get(i).parameters(), out);
            }
            out.raw('}');
        }
    }

    private static void separate(int index, JsonBuffer out) {
        if (index > 0) {
            out.raw(',');
        }
    }
}
