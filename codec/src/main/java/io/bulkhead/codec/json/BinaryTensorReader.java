package io.bulkhead.codec.json;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.TensorData;
import io.bulkhead.codec.binary.RawTensors;
import java.nio.ByteBuffer;
import java.util.function.Function;

/** Reads the values of those inputs that are behind the JSON instead of in it. */
final class BinaryTensorReader {
    /** The parameter of an input or output that says how many of the bytes are its own. */
    static final String SIZE = "binary_data_size";

    private static final RawTensors TENSORS = new RawTensors("binary data", false);

    private final JsonCursor cursor;
    private final ParametersReader parametersReader;
    private final BinaryPart part;

    BinaryTensorReader(JsonCursor cursor, ParametersReader parametersReader, BinaryPart part) {
        this.cursor = cursor;
        this.parametersReader = parametersReader;
        this.part = part;
    }

    static boolean isBinary(Parameters parameters) {
        return parameters.asMap().containsKey(SIZE);
    }

    /**
     * @param parametersStart where the parameters were read, for the place of a fault
     */
    TensorData read(
            WantedShape shape, Datatype datatype, Parameters parameters, int parametersStart) {
        Function<String, ServingException> refusal =
                problem -> cursor.fail(parametersReader.placeOf(parametersStart, SIZE), problem);
        ByteBuffer raw = part.take(size(parameters, parametersStart, refusal));
        long elements =
                shape.openDimensions() == 0
                        ? shape.elements()
                        : TENSORS.count(datatype, raw, refusal);
        return TENSORS.read(datatype, elements, raw, refusal);
    }

    private int size(
            Parameters parameters,
            int parametersStart,
            Function<String, ServingException> refusal) {
        if (!(parameters.asMap().get(SIZE) instanceof Long size)) {
            int place = parametersReader.placeOf(parametersStart, SIZE);
            throw cursor.fail(place, "a number of bytes is wanted, found " + cursor.found());
        }
        if (size < 0) {
            throw refusal.apply("a number of bytes is wanted, found " + size);
        }
        if (size > part.left()) {
            throw refusal.apply(
                    size
                            + " bytes are announced, but only "
                            + part.left()
                            + " are left of those behind the JSON, whose length the header"
                            + " Inference-Header-Content-Length tells");
        }
        return size.intValue();
    }
}
