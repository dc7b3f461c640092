package io.bulkhead.testkit;

import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.api.tensor.TensorData;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tensors whose first dimension counts rows, taken apart. */
final class Rows {
    private Rows() {}

    /** How many rows all inputs have; 0 if they do not all have as many. */
    static long of(InferenceRequest request) {
        List<Long> counts =
                request.inputs().stream()
                        .map(input -> input.shape().rank() == 0 ? 0 : input.shape().dimension(0))
                        .distinct()
                        .toList();
        return counts.size() == 1 ? counts.get(0) : 0;
    }

    /** The request with some of its rows. */
    static InferenceRequest slice(InferenceRequest request, int from, int rows) {
        return request.withInputs(
                request.inputs().stream().map(input -> slice(input, from, rows)).toList());
    }

    /** The answer with some of its rows. */
    static InferenceResponse slice(InferenceResponse response, int from, int rows) {
        return InferenceResponse.of(
                response.outputs().stream().map(output -> slice(output, from, rows)).toList());
    }

    /** The tensor with some of its rows; a scalar as it is. */
    static Tensor slice(Tensor tensor, int from, int rows) {
        if (tensor.shape().rank() == 0) {
            return tensor;
        }
        long[] dimensions = tensor.shape().toArray();
        int width = dimensions[0] == 0 ? 0 : (int) (tensor.size() / dimensions[0]);
        dimensions[0] = rows;
        return new Tensor(
                tensor.name(),
                Shape.of(dimensions),
                slice(tensor.data(), from * width, rows * width),
                tensor.parameters());
    }

    private static TensorData slice(TensorData data, int from, int count) {
        if (data instanceof BytesData texts) {
            List<byte @Nullable []> elements = new ArrayList<>();
            for (int i = from; i < from + count; i++) {
                elements.add(texts.isNull(i) ? null : texts.bytesAt(i));
            }
            return BytesData.ofBytes(elements);
        }
        NumericData numbers = (NumericData) data;
        int size = numbers.datatype().byteSize();
        ByteBuffer bytes = ByteBuffer.allocate(count * size);
        bytes.put(0, numbers.bytes(), from * size, count * size);
        return NumericData.wrap(numbers.datatype(), bytes);
    }
}
