package io.bulkhead.codec.json;

import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.codec.sharedmemory.SharedMemory;
import java.util.ArrayList;
import java.util.List;

/** Reads the answer to an infer request, as servers of the protocol give it. */
public final class InferenceResponseReader {
    private static final FieldNames FIELDS =
            FieldNames.of("model_name", "model_version", "id", "parameters", "outputs");
    private static final int MODEL_NAME = 0;
    private static final int MODEL_VERSION = 1;
    private static final int ID = 2;
    private static final int PARAMETERS = 3;
    private static final int OUTPUTS = 4;

    private final JsonCursor cursor;
    private final BinaryPart binaryPart;
    private String modelName = "";
    private String modelVersion = "";
    private String id = "";
    private Parameters parameters = Parameters.empty();
    private final List<Tensor> outputs = new ArrayList<>();

    private InferenceResponseReader(byte[] body, int jsonLength, int length) {
        this.cursor = new JsonCursor(body, 0, jsonLength);
        this.binaryPart = new BinaryPart(body, jsonLength, length);
    }

    /**
     * Reads a whole body: JSON and behind it the values of those outputs that are announced there.
     *
     * @param body stays in use as the memory of such outputs
     * @param jsonLength how much of the body is JSON; all of it, if there is nothing behind
     * @throws io.bulkhead.api.error.ServingException with the place, if the body is no answer
     */
    public static ParsedResponse read(byte[] body, int jsonLength, int length) {
        return new InferenceResponseReader(body, jsonLength, length).read();
    }

    private ParsedResponse read() {
        if (cursor.beginObject()) {
            do {
                readField(cursor.name(FIELDS));
            } while (cursor.nextMember());
        }
        cursor.expectEnd();
        binaryPart.requireEmpty();
        return new ParsedResponse(
                new ModelId(modelName, modelVersion),
                id,
                new InferenceResponse(outputs, parameters));
    }

    private void readField(int field) {
        switch (field) {
            case MODEL_NAME -> modelName = text();
            case MODEL_VERSION -> modelVersion = text();
            case ID -> id = text();
            case PARAMETERS -> parameters = new ParametersReader(cursor).read();
            case OUTPUTS -> outputs.addAll(readOutputs(cursor, binaryPart));
            default -> cursor.skipValue();
        }
    }

    private String text() {
        return cursor.readNull() ? "" : cursor.readString();
    }

    /** Reads a list of outputs, with their values in it, that is part of a larger text. */
    public static List<Tensor> readOutputs(JsonCursor cursor) {
        return readOutputs(cursor, BinaryPart.none(cursor));
    }

    private static List<Tensor> readOutputs(JsonCursor cursor, BinaryPart binaryPart) {
        List<Tensor> outputs = new ArrayList<>();
        if (cursor.beginList()) {
            TensorReader tensors = new TensorReader(cursor, binaryPart, SharedMemory.OFF);
            do {
                outputs.add(tensors.read());
            } while (cursor.nextElement());
        }
        return outputs;
    }
}
