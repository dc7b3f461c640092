package io.bulkhead.codec.json;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestedOutput;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.codec.sharedmemory.SharedMemory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of an infer request straight into the memory of its tensors. An instance reads one
 * body.
 */
public final class InferenceRequestReader {
    private static final int MAX_TENSORS = 1000;

    private static final String BINARY_BY_DEFAULT = "binary_data_output";
    private static final String BINARY_OUTPUT = "binary_data";

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
    private final BinaryPart binaryPart;
    private final SharedMemory memory;

    private @Nullable String id;
    private @Nullable List<Tensor> inputs;
    private List<RequestedOutput> outputs = List.of();
    private Parameters parameters = Parameters.empty();
    private Optional<Boolean> binaryByDefault = Optional.empty();
    private Map<String, Boolean> binaryByName = Map.of();

    private InferenceRequestReader(JsonCursor cursor, BinaryPart binaryPart, SharedMemory memory) {
        this.cursor = cursor;
        this.parametersReader = new ParametersReader(cursor);
        this.binaryPart = binaryPart;
        this.memory = memory;
    }

    /**
     * Reads a whole body of JSON; nothing of it is used afterwards.
     *
     * @return with an id of its own making if the client gives none
     * @throws ServingException {@code UNPROCESSABLE}, with the place, if the body is no request;
     *     {@code INVALID_ARGUMENT} if it holds no input or too many
     */
    public static InferenceRequest read(byte[] body, int offset, int length) {
        JsonCursor cursor = new JsonCursor(body, offset, length);
        return new InferenceRequestReader(cursor, BinaryPart.none(cursor), SharedMemory.OFF)
                .read()
                .request();
    }

    /**
     * Reads a whole body: JSON and behind it the values of those inputs that announce them there.
     *
     * @param body stays in use as the memory of such inputs
     * @param jsonLength how much of the body is JSON; all of it, if there is nothing behind
     * @throws ServingException as {@link #read(byte[], int, int)}
     */
    public static ParsedRequest readWithBinary(byte[] body, int jsonLength, int length) {
        return readWithBinary(body, jsonLength, length, SharedMemory.OFF);
    }

    /**
     * As {@link #readWithBinary(byte[], int, int)}, where values of inputs may be in shared memory
     * instead.
     */
    public static ParsedRequest readWithBinary(
            byte[] body, int jsonLength, int length, SharedMemory memory) {
        return new InferenceRequestReader(
                        new JsonCursor(body, 0, jsonLength),
                        new BinaryPart(body, jsonLength, length),
                        memory)
                .read();
    }

    /** Reads a request that is a value within a larger text, and stops behind it. */
    public static InferenceRequest readValue(JsonCursor cursor) {
        return new InferenceRequestReader(cursor, BinaryPart.none(cursor), SharedMemory.OFF)
                .readValue();
    }

    private ParsedRequest read() {
        InferenceRequest request = readValue();
        cursor.expectEnd();
        binaryPart.requireEmpty();
        return new ParsedRequest(request, binaryOutputs());
    }

    private InferenceRequest readValue() {
        int start = cursor.position();
        if (cursor.beginObject()) {
            do {
                readField(cursor.name(FIELDS));
            } while (cursor.nextMember());
        }
        if (inputs == null) {
            throw cursor.fail(start, "the field 'inputs' is missing");
        }
        if (inputs.isEmpty()) {
            throw ServingException.invalidArgument("inputs: at least one is wanted, found none");
        }
        String givenId = id == null ? RequestIds.random() : id;
        return new InferenceRequest(givenId, parameters, inputs, outputs);
    }

    private BinaryOutputs binaryOutputs() {
        return binaryByDefault.isPresent() || !binaryByName.isEmpty()
                ? new BinaryOutputs(
                        binaryByDefault.orElse(false), binaryByDefault.isPresent(), binaryByName)
                : BinaryOutputs.NONE;
    }

    private void readField(int field) {
        switch (field) {
            case ID -> id = cursor.readNull() ? null : cursor.readString();
            case INPUTS -> inputs = readInputs();
            case OUTPUTS -> outputs = readOutputs();
            case PARAMETERS -> readParameters();
            default -> cursor.skipValue();
        }
    }

    private void readParameters() {
        cursor.peek();
        int start = cursor.position();
        Parameters given = parametersReader.read();
        binaryByDefault = flag(given, start, BINARY_BY_DEFAULT);
        parameters = given.without(Parameters.HEADERS).without(BINARY_BY_DEFAULT);
    }

    private Optional<Boolean> flag(Parameters given, int start, String name) {
        Optional<Object> value = given.get(name);
        if (value.isPresent() && !(value.get() instanceof Boolean)) {
            int place = parametersReader.placeOf(start, name);
            throw cursor.fail(place, "true or false is wanted, found " + cursor.found());
        }
        return given.getBoolean(name);
    }

    private List<Tensor> readInputs() {
        List<Tensor> read = new ArrayList<>(1);
        if (cursor.beginList()) {
            TensorReader tensors = new TensorReader(cursor, binaryPart, memory);
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
        int parametersStart = start;
        if (cursor.beginObject()) {
            do {
                switch (cursor.name(OUTPUT_FIELDS)) {
                    case OUTPUT_NAME -> name = new NameReader(cursor).read();
                    case OUTPUT_PARAMETERS -> {
                        cursor.peek();
                        parametersStart = cursor.position();
                        given = parametersReader.read();
                    }
                    default -> cursor.skipValue();
                }
            } while (cursor.nextMember());
        }
        if (name == null) {
            throw cursor.fail(start, "the field 'name' is missing");
        }
        Optional<Boolean> binary = flag(given, parametersStart, BINARY_OUTPUT);
        if (binary.isPresent()) {
            noteBinary(name, binary.get());
        }
        return new RequestedOutput(name, given.without(BINARY_OUTPUT));
    }

    /** Of an output that is asked for twice, the first word counts. */
    private void noteBinary(String output, boolean binary) {
        if (binaryByName.isEmpty()) {
            binaryByName = new HashMap<>();
        }
        binaryByName.putIfAbsent(output, binary);
    }
}
