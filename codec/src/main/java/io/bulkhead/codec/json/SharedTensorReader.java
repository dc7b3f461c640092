package io.bulkhead.codec.json;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.TensorData;
import io.bulkhead.codec.binary.RawTensors;
import io.bulkhead.codec.sharedmemory.SharedInputs;
import io.bulkhead.codec.sharedmemory.SharedMemory;
import io.bulkhead.codec.sharedmemory.TensorPlace;
import java.nio.ByteBuffer;
import java.util.function.Function;

/** Reads the values of those inputs of a request that are in shared memory. */
final class SharedTensorReader {
    private static final RawTensors TENSORS = new RawTensors("shared memory", false);

    private final SharedInputs inputs;

    SharedTensorReader(SharedMemory memory) {
        this.inputs = new SharedInputs(memory);
    }

    TensorData read(String input, WantedShape shape, Datatype datatype, Parameters parameters) {
        TensorPlace place = TensorPlace.of("input '" + input + "'", parameters);
        ByteBuffer raw = inputs.read(place);
        Function<String, ServingException> refusal =
                problem -> ServingException.unprocessable(place.tensor() + ": " + problem);
        long elements =
                shape.openDimensions() == 0
                        ? shape.elements()
                        : TENSORS.count(datatype, raw, refusal);
        return TENSORS.read(datatype, elements, raw, refusal);
    }
}
