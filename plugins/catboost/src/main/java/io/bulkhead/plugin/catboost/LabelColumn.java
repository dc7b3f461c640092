package io.bulkhead.plugin.catboost;

import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.api.tensor.TensorData;
import io.bulkhead.plugin.catboost.format.ClassLabels;
import io.bulkhead.plugin.trees.MalformedModelException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Class labels as a tensor has them. Immutable. */
final class LabelColumn {
    private final TensorData labels;

    private LabelColumn(TensorData labels) {
        this.labels = labels;
    }

    static LabelColumn of(ClassLabels labels) throws MalformedModelException {
        List<String> names = labels.names();
        try {
            return new LabelColumn(
                    switch (labels.type()) {
                        case INTEGER -> NumericData.of(integers(names));
                        case FLOAT ->
                                NumericData.of(
                                        names.stream().mapToDouble(Double::parseDouble).toArray());
                        case STRING -> BytesData.ofStrings(names);
                        case BOOLEAN -> NumericData.of(booleans(names));
                    });
        } catch (NumberFormatException notANumber) {
            throw new MalformedModelException("class labels that are no numbers", notANumber);
        }
    }

    private static long[] integers(List<String> names) {
        long[] values = new long[names.size()];
        for (int i = 0; i < values.length; i++) {
            String name = names.get(i);
            // A file may have a whole number with a fraction.
            values[i] = name.contains(".") ? (long) Double.parseDouble(name) : Long.parseLong(name);
        }
        return values;
    }

    private static boolean[] booleans(List<String> names) {
        boolean[] values = new boolean[names.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = names.get(i).equalsIgnoreCase("true") || names.get(i).equals("1");
        }
        return values;
    }

    Datatype datatype() {
        return labels.datatype();
    }

    /** The labels of these classes. */
    Tensor tensor(String name, Shape shape, int[] classes) {
        if (labels instanceof NumericData numbers) {
            return new Tensor(name, shape, picked(numbers, classes));
        }
        BytesData texts = (BytesData) labels;
        List<String> picked = new ArrayList<>(classes.length);
        for (int one : classes) {
            picked.add(texts.stringAt(one));
        }
        return Tensor.ofStrings(name, shape, picked);
    }

    private static NumericData picked(NumericData numbers, int[] classes) {
        int width = numbers.datatype().byteSize();
        ByteBuffer source = numbers.bytes();
        ByteBuffer target = NumericData.allocate(numbers.datatype(), classes.length);
        for (int i = 0; i < classes.length; i++) {
            target.put(i * width, source, classes[i] * width, width);
        }
        return NumericData.wrap(numbers.datatype(), target);
    }
}
