package io.bulkhead.host;

import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Tensors of a datatype: its extremes in every shape, then what chance gives. */
final class SampleTensors {
    private static final List<Shape> SHAPES =
            List.of(
                    Shape.of(),
                    Shape.of(1),
                    Shape.of(0),
                    Shape.of(0, 3),
                    Shape.of(2, 0),
                    Shape.of(37),
                    Shape.of(37, 1),
                    Shape.of(4, 9),
                    Shape.of(2, 3, 1, 5));

    private static final List<String> TEXTS =
            List.of(
                    "",
                    "a",
                    "\u0000\t\n\"\\/",
                    "\u00e9\u20ac\uD83D\uDE00",
                    "null",
                    " ",
                    "a".repeat(300));
    private static final List<String> BYTES = List.of("ff", "c328", "00ff00", "eda080", "80");

    private final Datatype datatype;
    private final Random random;

    SampleTensors(Datatype datatype, long seed) {
        this.datatype = datatype;
        this.random = new Random(seed);
    }

    /** One in each shape, so often. */
    Stream<SampleTensor> rounds(int rounds) {
        return Stream.generate(() -> SHAPES).limit(rounds).flatMap(List::stream).map(this::tensor);
    }

    private SampleTensor tensor(Shape shape) {
        int size = (int) shape.elementCount();
        // Every other BYTES tensor is text, so that JSON has its share.
        List<byte[]> extremes = extremes(random.nextBoolean());
        List<byte[]> elements = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            boolean extreme = datatype == Datatype.BYTES || random.nextInt(3) == 0;
            elements.add(extreme ? extremes.get(random.nextInt(extremes.size())) : randomNumber());
        }
        return new SampleTensor(datatype, shape, elements);
    }

    private List<byte[]> extremes(boolean text) {
        return switch (datatype) {
            case BOOL -> hex("00", "01");
            case UINT8, INT8 -> hex("00", "01", "7f", "80", "ff");
            case UINT16, INT16 -> hex("0000", "0100", "ff7f", "0080", "ffff");
            case UINT32, INT32 -> hex("00000000", "ffffff7f", "00000080", "ffffffff");
            case UINT64, INT64 ->
                    hex("0000000000000000", "ffffffffffffff7f", "0000000000000080", "f".repeat(16));
            case FP16 -> hex("0000", "0080", "ff7b", "fffb", "0100", "007c", "00fc", "007e");
            case BF16 -> hex("0000", "0080", "7f7f", "7fff", "0100", "807f", "80ff", "c07f");
            case FP32 ->
                    Stream.of(
                                    0f,
                                    -0f,
                                    Float.MAX_VALUE,
                                    -Float.MAX_VALUE,
                                    Float.MIN_VALUE,
                                    Float.MIN_NORMAL,
                                    0.1f,
                                    Float.NaN,
                                    Float.POSITIVE_INFINITY,
                                    Float.NEGATIVE_INFINITY)
                            .map(value -> bytes(4).putFloat(value).array())
                            .toList();
            case FP64 ->
                    Stream.of(
                                    0d,
                                    -0d,
                                    Double.MAX_VALUE,
                                    -Double.MAX_VALUE,
                                    Double.MIN_VALUE,
                                    Double.MIN_NORMAL,
                                    0.1,
                                    Double.NaN,
                                    Double.POSITIVE_INFINITY,
                                    Double.NEGATIVE_INFINITY)
                            .map(value -> bytes(8).putDouble(value).array())
                            .toList();
            case BYTES ->
                    Stream.concat(
                                    TEXTS.stream().map(t -> t.getBytes(StandardCharsets.UTF_8)),
                                    text ? Stream.empty() : hex(BYTES).stream())
                            .toList();
        };
    }

    private static List<byte[]> hex(String... values) {
        return hex(List.of(values));
    }

    private static List<byte[]> hex(List<String> values) {
        return values.stream().map(HexFormat.of()::parseHex).toList();
    }

    private static ByteBuffer bytes(int count) {
        return ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Any bits; of the many that mean NaN, only those that JSON's null becomes. */
    private byte[] randomNumber() {
        byte[] bits = new byte[datatype.byteSize()];
        random.nextBytes(bits);
        if (datatype == Datatype.BOOL) {
            bits[0] &= 1;
        }
        boolean notANumber =
                datatype.isFloating()
                        && Double.isNaN(
                                new SampleTensor(datatype, Shape.of(), List.of()).floating(bits));
        return notANumber ? randomNumber() : bits;
    }
}
