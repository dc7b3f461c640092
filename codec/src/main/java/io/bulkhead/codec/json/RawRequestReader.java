package io.bulkhead.codec.json;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.api.tensor.TensorData;
import io.bulkhead.codec.binary.RawTensors;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Reads a body without any JSON: the values of the model's one input. What else a request says
 * comes from the model's metadata.
 */
public final class RawRequestReader {
    private static final RawTensors TENSORS = new RawTensors("binary data", false);

    private RawRequestReader() {}

    /**
     * @param inputs of the model
     * @param body stays in use as the tensor's memory
     * @return asking for all outputs in the same form
     * @throws ServingException {@code INVALID_ARGUMENT} if the metadata do not tell what the body
     *     is, {@code UNPROCESSABLE} if it is not that
     */
    public static ParsedRequest read(List<TensorMetadata> inputs, byte[] body, int length) {
        TensorMetadata input = single(inputs);
        ByteBuffer raw = ByteBuffer.wrap(body, 0, length);
        TensorData data = input.datatype() == Datatype.BYTES ? element(raw) : numbers(input, raw);
        Tensor tensor = new Tensor(input.name(), shape(input, data), data);
        InferenceRequest request =
                new InferenceRequest(
                        RequestIds.random(), Parameters.empty(), List.of(tensor), List.of());
        return new ParsedRequest(request, BinaryOutputs.ALL);
    }

    private static TensorMetadata single(List<TensorMetadata> inputs) {
        if (inputs.size() != 1) {
            throw ServingException.invalidArgument(
                    "a body without JSON is only understood by models with one input in their"
                            + " metadata, and this model's have "
                            + (inputs.isEmpty() ? "none" : inputs.size())
                            + "; send JSON in front of it");
        }
        return inputs.get(0);
    }

    /** The whole body, as it is: a single element needs no length. */
    private static BytesData element(ByteBuffer raw) {
        return BytesData.wrap(raw, new int[] {0, raw.remaining()});
    }

    private static TensorData numbers(TensorMetadata input, ByteBuffer raw) {
        int count = TENSORS.count(input.datatype(), raw, problem -> refusal(input, problem));
        return TENSORS.read(input.datatype(), count, raw, problem -> refusal(input, problem));
    }

    private static Shape shape(TensorMetadata input, TensorData data) {
        WantedShape wanted = new WantedShape(withOneRow(input.shape()));
        if (wanted.openDimensions() > 1 || wanted.isTooLarge()) {
            throw ServingException.invalidArgument(
                    "input '"
                            + input.name()
                            + "': no body tells the dimensions of "
                            + input.shape()
                            + "; send JSON in front of it");
        }
        return wanted.of(data.size())
                .orElseThrow(() -> refusal(input, wanted.refusal(data.size())));
    }

    /** Where more than one dimension is open, the first is taken for the rows of a batch of one. */
    private static long[] withOneRow(Shape shape) {
        long[] dimensions = shape.toArray();
        boolean open = dimensions.length > 0 && dimensions[0] == Shape.ANY;
        if (open && new WantedShape(dimensions).openDimensions() > 1) {
            dimensions[0] = 1;
        }
        return dimensions;
    }

    private static ServingException refusal(TensorMetadata input, String problem) {
        return ServingException.unprocessable("input '" + input.name() + "': " + problem);
    }
}
