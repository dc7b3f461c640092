package io.bulkhead.plugin.sklearn.value;

import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.api.tensor.TensorData;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The classes that a classifier was fitted on, in their own type. */
public final class ClassLabels {
    private final List<byte[]> labels;
    private final Datatype datatype;

    /** The same as numbers if they are whole ones of 64 bits, as most are; else empty. */
    private final long[] wholeNumbers;

    private ClassLabels(List<byte[]> labels, Datatype datatype) {
        this.labels = List.copyOf(labels);
        this.datatype = datatype;
        this.wholeNumbers = datatype == Datatype.INT64 ? wholeNumbers(labels) : new long[0];
    }

    private static long[] wholeNumbers(List<byte[]> labels) {
        long[] numbers = new long[labels.size()];
        for (int i = 0; i < numbers.length; i++) {
            ByteBuffer label = ByteBuffer.wrap(labels.get(i));
            numbers[i] = NumericData.wrap(Datatype.INT64, label).longAt(0);
        }
        return numbers;
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
        List<byte[]> each = new ArrayList<>(labels.size());
        for (int i = 0; i < labels.size(); i++) {
            byte[] label = new byte[width];
            bytes.get(i * width, label);
            each.add(label);
        }
        return new ClassLabels(each, labels.datatype());
    }

    public int size() {
        return labels.size();
    }

    public Datatype datatype() {
        return datatype;
    }

    /** The whole numbers from zero on: what other classes are encoded as. */
    public static ClassLabels encoded(int count) {
        return ofNumbers(NumericData.of(IntStream.range(0, count).asLongStream().toArray()));
    }

    /** Which classes these labels are; -1 for what is none. */
    public int[] indices(Tensor answer) {
        if ((answer.data() instanceof BytesData) != (datatype == Datatype.BYTES)) {
            return IntStream.range(0, answer.size()).map(i -> -1).toArray();
        }
        if (answer.data() instanceof BytesData text) {
            List<String> known = labels.stream().map(ClassLabels::text).toList();
            return IntStream.range(0, text.size())
                    .map(i -> known.indexOf(text.stringAt(i)))
                    .toArray();
        }
        double[] known = numbers();
        NumericData found = answer.numbers();
        int[] indices = new int[found.size()];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = indexOf(known, found.doubleAt(i));
        }
        return indices;
    }

    /** These classes and others of the same datatype behind them. */
    public ClassLabels with(ClassLabels others) {
        List<byte[]> all = new ArrayList<>(labels);
        all.addAll(others.labels);
        return new ClassLabels(all, datatype);
    }

    /** Where the classes of another classifier are among these; -1 for what is none of them. */
    public int[] indices(ClassLabels others) {
        int[] all = IntStream.range(0, others.size()).toArray();
        return indices(others.pick(all).tensor());
    }

    private static String text(byte[] label) {
        return new String(label, StandardCharsets.UTF_8);
    }

    private static int indexOf(double[] known, double wanted) {
        for (int i = 0; i < known.length; i++) {
            if (known[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** Which class this text, number or truth value is; -1 if it is none. */
    public int indexOf(Object label) {
        if (label instanceof String text) {
            return datatype == Datatype.BYTES ? names().indexOf(text) : -1;
        }
        if (datatype == Datatype.BYTES) {
            return -1;
        }
        if (label instanceof Boolean flag) {
            return indexOf(numbers(), flag ? 1 : 0);
        }
        return label instanceof Number number ? indexOf(numbers(), number.doubleValue()) : -1;
    }

    /** The classes as Python writes them. */
    public List<String> names() {
        if (datatype == Datatype.BYTES) {
            return labels.stream().map(ClassLabels::text).toList();
        }
        return Arrays.stream(numbers()).mapToObj(this::name).toList();
    }

    private String name(double number) {
        if (datatype == Datatype.BOOL) {
            return number == 0 ? "False" : "True";
        }
        return datatype.isInteger() ? Long.toString((long) number) : Double.toString(number);
    }

    /** The classes as numbers, which they must be. */
    public double[] numbers() {
        ByteBuffer bytes = NumericData.allocate(datatype, labels.size());
        labels.forEach(bytes::put);
        return NumericData.wrap(datatype, bytes.flip()).toDoubles();
    }

    /** The labels of these classes: a vector. */
    public TensorValues pick(int[] classes) {
        if (wholeNumbers.length > 0) {
            long[] picked = new long[classes.length];
            for (int i = 0; i < picked.length; i++) {
                picked[i] = wholeNumbers[classes[i]];
            }
            return new TensorValues(Tensor.of("", Shape.of(picked.length), picked));
        }
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
