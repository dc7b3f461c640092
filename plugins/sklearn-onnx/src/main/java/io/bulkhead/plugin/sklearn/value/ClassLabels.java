package io.bulkhead.plugin.sklearn.value;

import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.api.tensor.TensorData;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** The classes that a classifier was fitted on, in their own type. */
public final class ClassLabels {
    private final List<byte[]> labels;
    private final Datatype datatype;

    private ClassLabels(List<byte[]> labels, Datatype datatype) {
        this.labels = List.copyOf(labels);
        this.datatype = datatype;
    }

    /** Classes that are text. */
    public static ClassLabels ofText(List<String> labels) {
        return new ClassLabels(
                labels.stream().map(label -> label.getBytes(StandardCharsets.UTF_8)).toList(),
                Datatype.BYTES);
    }

    /** Classes that are numbers or BOOL: one element of the datatype each. */
    public static ClassLabels ofNumbers(NumericData labels) {
        int width = labels.datatype().byteSize();
        ByteBuffer bytes = labels.bytes();
        List<byte[]> each =
                IntStream.range(0, labels.size())
                        .mapToObj(
                                index -> {
                                    byte[] label = new byte[width];
                                    bytes.get(index * width, label);
                                    return label;
                                })
                        .toList();
        return new ClassLabels(each, labels.datatype());
    }

    public int size() {
        return labels.size();
    }

    public Datatype datatype() {
        return datatype;
    }

    /** The labels of these classes: a vector. */
    public Values pick(int[] classes) {
        return new TensorValues(
                new Tensor("", Shape.of(classes.length), data(List.of(this), classes)));
    }

    /**
     * The labels of several outputs: one column each.
     *
     * @param outputs the classes of each output, all of one datatype
     * @param classes row by row
     */
    public static Values pick(List<ClassLabels> outputs, int[] classes) {
        int columns = outputs.size();
        Shape shape = Shape.of(classes.length / columns, columns);
        return new TensorValues(new Tensor("", shape, data(outputs, classes)));
    }

    private static TensorData data(List<ClassLabels> outputs, int[] classes) {
        int bytes = 0;
        int[] offsets = new int[classes.length + 1];
        for (int i = 0; i < classes.length; i++) {
            bytes += outputs.get(i % outputs.size()).labels.get(classes[i]).length;
            offsets[i + 1] = bytes;
        }
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        for (int i = 0; i < classes.length; i++) {
            buffer.put(outputs.get(i % outputs.size()).labels.get(classes[i]));
        }
        Datatype datatype = outputs.get(0).datatype;
        return datatype == Datatype.BYTES
                ? BytesData.wrap(buffer.flip(), offsets)
                : NumericData.wrap(datatype, buffer.flip());
    }
}
