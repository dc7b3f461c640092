package io.bulkhead.benchmarks;

import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Tensors and bodies of the sizes that are measured; the same in every run. */
final class Payloads {
    /** A flower; a hundred of them; a picture of 224 x 224 in three colours. */
    static final String SMALL = "1x4";

    static final String ROWS = "100x4";
    static final String LARGE = "1x150528";

    private Payloads() {}

    private static Shape shape(String size) {
        String[] dimensions = size.split("x", -1);
        return Shape.of(Long.parseLong(dimensions[0]), Long.parseLong(dimensions[1]));
    }

    /** FP32, values as measurements are: a few digits for flowers, all that fit for pictures. */
    static Tensor tensor(String name, String size) {
        Shape shape = shape(size);
        Random random = new Random(42);
        float[] values = new float[Math.toIntExact(shape.elementCount())];
        for (int i = 0; i < values.length; i++) {
            values[i] = size.equals(LARGE) ? random.nextFloat() : random.nextInt(80) / 10f;
        }
        return new Tensor(name, shape, NumericData.of(values));
    }

    /** The body of an infer request with that tensor, numbers as Python prints them. */
    static byte[] body(Tensor tensor) {
        StringBuilder text =
                new StringBuilder("{\"id\":\"1\",\"inputs\":[{\"name\":\"x\",\"shape\":");
        text.append(tensor.shape()).append(",\"datatype\":\"FP32\",\"data\":[");
        for (int i = 0; i < tensor.size(); i++) {
            // Python has doubles only: an FP32 value leaves with all the digits of its double.
            text.append(i == 0 ? "" : ", ").append(tensor.numbers().doubleAt(i));
        }
        return text.append("]}]}").toString().getBytes(StandardCharsets.UTF_8);
    }
}
