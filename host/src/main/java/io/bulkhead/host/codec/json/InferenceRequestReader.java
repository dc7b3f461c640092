package io.bulkhead.host.codec.json;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestedOutput;
import io.bulkhead.api.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of an infer request straight into the memory of its tensors. An instance reads one
 * body.
 */
public final class InferenceRequestReader {
    private static final int MAX_TENSORS = 1000;

    /** Only the server sets it, from the headers that really came. */
    private static final String HEADERS_PARAMETER = "headers";

    private static final FieldNames FIELDS = FieldNames.of("id", "inputs", "outputs", "parameters");
    private static final int ID = 0;
    private static final int INPUTS = 1;
    private static final int OUTPUTS = 2;
    private static final int PARAMETERS = 3;

    private static final FieldNames OUTPUT_FIELDS = FieldNames.of("name", "parameters");
    private static final int OUTPUT_NAME = 0;
    private static final int OUTPUT_PARAMETERS = 1;

    private final JsonCursor cursor;
    private final ParametersReader parametersReader;

    private @Nullable String id;
    private @Nullable List<Tensor> inputs;
    private List<RequestedOutput> outputs = List.of();
    private Parameters parameters = Parameters.empty();

    private InferenceRequestReader(byte[] body, int offset, int length) {
        this.cursor = new JsonCursor(body, offset, length);
        this.parametersReader = new ParametersReader(cursor);
    }

    /**
     * Reads a whole body; nothing of it is used afterwards.
     *
     * @return with an id of its own making if the client gives none
     * @throws ServingException {@code UNPROCESSABLE}, with the place, if the body is no request;
     *     {@code INVALID_ARGUMENT} if it holds no input or too many
     */
    public static InferenceRequest read(byte[] body, int offset, int length) {
        return new InferenceRequestReader(body, offset, length).read();
    }

    private InferenceRequest read() {
        int start = cursor.position();
        if (cursor.beginObject()) {
            do {
                readField(cursor.name(FIELDS));
            } while (cursor.nextMember());
        }
        cursor.expectEnd();
        if (inputs == null) {
            throw cursor.fail(start, "the field 'inputs' is missing");
        }
        if (inputs.isEmpty()) {
            throw ServingException.invalidArgument("inputs: at least one is wanted, found none");
        }
        String givenId = id == null ? RequestIds.random() : id;
        return new InferenceRequest(givenId, parameters, inputs, outputs);
    }

    private void readField(int field) {
        switch (field) {
            case ID -> id = cursor.readNull() ? null : cursor.readString();
            case INPUTS -> inputs = readInputs();
            case OUTPUTS -> outputs = readOutputs();
            case PARAMETERS -> parameters = parametersReader.read().without(HEADERS_PARAMETER);
            default -> cursor.skipValue();
        }
    }

    private List<Tensor> readInputs() {
        List<Tensor> read = new ArrayList<>(1);
        if (cursor.beginList()) {
            TensorReader tensors = new TensorReader(cursor);
            do {
                checkCount(read.size());
                read.add(tensors.read());
            } while (cursor.nextElement());
        }
        return read;
    }

    private List<RequestedOutput> readOutputs() {
        List<RequestedOutput> read = new ArrayList<>();
        if (!cursor.readNull() && cursor.beginList()) {
            do {
                checkCount(read.size());
                read.add(readOutput());
            } while (cursor.nextElement());
        }
        return read;
    }

    private void checkCount(int count) {
        if (count == MAX_TENSORS) {
            throw new ServingException(
                    ErrorCode.INVALID_ARGUMENT,
                    cursor.describe(cursor.position(), "at most " + MAX_TENSORS + " are taken"));
        }
    }

    private RequestedOutput readOutput() {
        cursor.peek();
        int start = cursor.position();
        String name = null;
        Parameters given = Parameters.empty();
        if (cursor.beginObject()) {
            do {
                switch (cursor.name(OUTPUT_FIELDS)) {
                    case OUTPUT_NAME -> name = new NameReader(cursor).read();
                    case OUTPUT_PARAMETERS -> given = parametersReader.read();
                    default -> cursor.skipValue();
                }
            } while (cursor.nextMember());
        }
        if (name == null) {
            throw cursor.fail(start, "the field 'name' is missing");
        }
        return new RequestedOutput(name, given);
    }
}
