package io.bulkhead.codec.json;

import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.api.tensor.TensorData;
import io.bulkhead.codec.sharedmemory.SharedMemory;
import io.bulkhead.codec.sharedmemory.TensorPlace;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads one input. Its members come in any order: data that comes before its datatype and shape is
 * passed over and read when the object is through.
 */
final class TensorReader {
    private static final Datatype[] DATATYPES = Datatype.values();
    private static final FieldNames DATATYPE_NAMES =
            FieldNames.of(Arrays.stream(DATATYPES).map(Enum::name).toList());

    private static final FieldNames FIELDS =
            FieldNames.of("name", "shape", "datatype", "data", "parameters");
    private static final int NAME = 0;
    private static final int SHAPE = 1;
    private static final int DATATYPE = 2;
    private static final int DATA = 3;
    private static final int PARAMETERS = 4;
    private static final int NOWHERE = -1;

    private final JsonCursor cursor;
    private final ShapeReader shapes;
    private final ParametersReader parametersReader;
    private final BinaryTensorReader binary;
    private final SharedTensorReader shared;

    private @Nullable String name;
    private @Nullable WantedShape shape;
    private @Nullable Datatype datatype;
    private @Nullable TensorData data;
    private Parameters parameters = Parameters.empty();
    private int dataStart;
    private int parametersStart;

    /**
     * @param binaryPart where the values are that are not in the JSON
     * @param memory where others are
     */
    TensorReader(JsonCursor cursor, BinaryPart binaryPart, SharedMemory memory) {
        this.cursor = cursor;
        this.shapes = new ShapeReader(cursor);
        this.parametersReader = new ParametersReader(cursor);
        this.binary = new BinaryTensorReader(cursor, parametersReader, binaryPart);
        this.shared = new SharedTensorReader(memory);
    }

    Tensor read() {
        forget();
        cursor.peek();
        int start = cursor.position();
        if (cursor.beginObject()) {
            do {
                readField(cursor.name(FIELDS));
            } while (cursor.nextMember());
        }
        return build(start);
    }

    private void forget() {
        name = null;
        shape = null;
        datatype = null;
        data = null;
        parameters = Parameters.empty();
        dataStart = NOWHERE;
    }

    private void readField(int field) {
        switch (field) {
            case NAME -> name = new NameReader(cursor).read();
            case SHAPE -> {
                shape = shapes.read();
                data = null;
            }
            case DATATYPE -> {
                datatype = readDatatype();
                data = null;
            }
            case DATA -> readOrPassData();
            case PARAMETERS -> {
                cursor.peek();
                parametersStart = cursor.position();
                parameters = parametersReader.read();
            }
            default -> cursor.skipValue();
        }
    }

    private Datatype readDatatype() {
        cursor.peek();
        int start = cursor.position();
        cursor.readText("text");
        int index = cursor.textAmong(DATATYPE_NAMES);
        if (index < 0) {
            throw cursor.fail(
                    start, "'" + shortened(cursor.text()) + "' is none of " + Datatype.names());
        }
        return DATATYPES[index];
    }

    private static String shortened(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "..." : text;
    }

    private void readOrPassData() {
        cursor.peek();
        dataStart = cursor.position();
        if (shape != null && datatype != null) {
            data = readData(shape, datatype);
        } else {
            data = null;
            cursor.skipValue();
        }
    }

    private TensorData readData(WantedShape wanted, Datatype type) {
        int token = cursor.peek();
        if (token == '{' || token == 'n') {
            throw cursor.fail(
                    cursor.position(), "a list of values is wanted, found " + cursor.found());
        }
        int capacity = wanted.capacity(cursor.end() - cursor.position());
        return type == Datatype.BYTES
                ? TextLists.read(cursor, capacity)
                : NumericLists.read(cursor, type, capacity);
    }

    private Tensor build(int start) {
        String givenName = require(name, "name", start);
        WantedShape givenShape = require(shape, "shape", start);
        Datatype givenType = require(datatype, "datatype", start);
        TensorData values = values(givenName, givenShape, givenType, start);
        Shape fitting =
                givenShape
                        .of(values)
                        .orElseThrow(
                                () ->
                                        cursor.fail(
                                                Math.max(dataStart, start),
                                                givenShape.refusal(values.size())));
        return new Tensor(givenName, fitting, values, parametersOfModel());
    }

    /** What only tells where the values are is not for the model. */
    private Parameters parametersOfModel() {
        return parameters.isEmpty()
                ? parameters
                : TensorPlace.without(parameters).without(BinaryTensorReader.SIZE);
    }

    private TensorData values(String input, WantedShape wanted, Datatype type, int start) {
        if (BinaryTensorReader.isBinary(parameters)) {
            if (dataStart != NOWHERE) {
                throw cursor.fail(
                        dataStart, "there must not be both data and " + BinaryTensorReader.SIZE);
            }
            return binary.read(wanted, type, parameters, parametersStart);
        }
        if (TensorPlace.isIn(parameters)) {
            if (dataStart != NOWHERE) {
                throw cursor.fail(
                        dataStart, "there must not be both data and " + TensorPlace.REGION);
            }
            return shared.read(input, wanted, type, parameters);
        }
        if (dataStart == NOWHERE) {
            throw missing("data", start);
        }
        return data == null ? readPassedData(wanted, type) : data;
    }

    private TensorData readPassedData(WantedShape wanted, Datatype type) {
        int behind = cursor.position();
        cursor.moveTo(dataStart);
        TensorData values = readData(wanted, type);
        cursor.moveTo(behind);
        return values;
    }

    private <T> T require(@Nullable T value, String field, int start) {
        if (value == null) {
            throw missing(field, start);
        }
        return value;
    }

    private RuntimeException missing(String field, int start) {
        return cursor.fail(start, "the field '" + field + "' is missing");
    }
}
