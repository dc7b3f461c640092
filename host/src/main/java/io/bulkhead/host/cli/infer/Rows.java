package io.bulkhead.host.cli.infer;

import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.api.tensor.TensorData;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Puts the rows of tensors into one tensor, and takes rows out of one. */
final class Rows {
    private Rows() {}

    /** All rows, one below the other; the tensors are alike but for their number of rows. */
    static Tensor join(List<Tensor> tensors) {
        Tensor first = tensors.get(0);
        long rows = tensors.stream().mapToLong(MergeKey::rows).sum();
        return new Tensor(first.name(), shape(first, rows), data(tensors), first.parameters());
    }

    private static Shape shape(Tensor tensor, long rows) {
        long[] dimensions = tensor.shape().toArray();
        dimensions[0] = rows;
        return Shape.of(dimensions);
    }

    private static TensorData data(List<Tensor> tensors) {
        if (tensors.get(0).data() instanceof NumericData numbers) {
            int size = Math.toIntExact(tensors.stream().mapToLong(Tensor::size).sum());
            ByteBuffer joined = NumericData.allocate(numbers.datatype(), size);
            tensors.forEach(tensor -> joined.put(tensor.bytes()));
            return NumericData.wrap(numbers.datatype(), joined.flip());
        }
        List<byte[]> texts = new ArrayList<>();
        tensors.forEach(tensor -> addTexts(tensor.strings(), 0, tensor.size(), texts));
        return BytesData.ofBytes(texts);
    }

    @SuppressWarnings("NullAway") // a missing element stays one
    private static void addTexts(BytesData from, int begin, int end, List<byte[]> into) {
        for (int i = begin; i < end; i++) {
            into.add(from.isNull(i) ? null : from.bytesAt(i));
        }
    }

    /** The rows from one to, but without, another. */
    static Tensor slice(Tensor tensor, long from, long to) {
        long rows = MergeKey.rows(tensor);
        int perRow = (int) (tensor.size() / rows);
        int begin = Math.toIntExact(from * perRow);
        int end = Math.toIntExact(to * perRow);
        return new Tensor(
                tensor.name(),
                shape(tensor, to - from),
                slice(tensor.data(), begin, end),
                tensor.parameters());
    }

    private static TensorData slice(TensorData data, int begin, int end) {
        if (data instanceof NumericData numbers) {
            int width = numbers.datatype().byteSize();
            ByteBuffer bytes = numbers.bytes();
            return NumericData.wrap(
                    numbers.datatype(),
                    bytes.slice(bytes.position() + begin * width, (end - begin) * width));
        }
        List<byte[]> texts = new ArrayList<>(end - begin);
        addTexts((BytesData) data, begin, end, texts);
        return BytesData.ofBytes(texts);
    }
}
