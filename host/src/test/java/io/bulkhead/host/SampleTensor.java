package io.bulkhead.host;

import com.google.protobuf.ByteString;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.HalfFloat;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.protocol.InferTensorContents;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A tensor as its test knows it: the bytes of each element, and how each encoding writes them.
 * Written down beside the server's own readers and writers, and without any of their code.
 */
record SampleTensor(Datatype datatype, Shape shape, List<byte[]> elements) {
    /** What the plugin "bits" says of it. */
    String bits() {
        HexFormat hex = HexFormat.of();
        return datatype == Datatype.BYTES
                ? elements.stream()
                        .map(element -> "<" + hex.formatHex(element) + ">")
                        .collect(Collectors.joining(" "))
                : elements.stream().map(hex::formatHex).collect(Collectors.joining());
    }

    /** As in {@code raw_input_contents} and behind the JSON. */
    byte[] raw() {
        int prefix = datatype == Datatype.BYTES ? 4 : 0;
        int size = elements.stream().mapToInt(element -> element.length + prefix).sum();
        byte[] bytes = new byte[size];
        ByteBuffer raw = littleEndian(bytes);
        for (byte[] element : elements) {
            if (prefix > 0) {
                raw.putInt(element.length);
            }
            raw.put(element);
        }
        return bytes;
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Whether every element has a form in JSON. */
    boolean fitsJson() {
        return datatype != Datatype.BYTES || elements.stream().allMatch(SampleTensor::isText);
    }

    private static boolean isText(byte[] element) {
        try {
            CharBuffer decoded =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(element));
            return decoded.length() <= element.length;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    String flat() {
        return elements.stream()
                .map(element -> json(element, "null"))
                .collect(Collectors.joining(",", "[", "]"));
    }

    String nested() {
        return nested(0, 0);
    }

    private String nested(int level, int from) {
        if (level == shape.rank()) {
            return json(elements.get(from), "\"nan\"");
        }
        int step = 1;
        for (int i = level + 1; i < shape.rank(); i++) {
            step *= (int) shape.dimension(i);
        }
        StringBuilder list = new StringBuilder("[");
        for (int i = 0; i < shape.dimension(level); i++) {
            list.append(i == 0 ? "" : ", ").append(nested(level + 1, from + i * step));
        }
        return list.append(']').toString();
    }

    /** One element as a client writes it: infinities as text, what is no number in two ways. */
    private String json(byte[] element, String notANumber) {
        if (datatype == Datatype.BYTES) {
            return quoted(new String(element, StandardCharsets.UTF_8));
        }
        if (datatype == Datatype.BOOL) {
            return element[0] == 1 ? "true" : "false";
        }
        if (!datatype.isFloating()) {
            return integer(element).toString();
        }
        double value = floating(element);
        if (Double.isNaN(value)) {
            return notANumber;
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "\"Infinity\"" : "\"-inf\"";
        }
        return datatype == Datatype.FP32 ? Float.toString((float) value) : Double.toString(value);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars()
                .forEach(
                        c -> {
                            if (c < ' ' || c == '"' || c == '\\') {
                                quoted.append(String.format("\\u%04x", c));
                            } else {
                                quoted.append((char) c);
                            }
                        });
        return quoted.append('"').toString();
    }

    BigInteger integer(byte[] element) {
        byte[] bigEndian = new byte[element.length];
        for (int i = 0; i < element.length; i++) {
            bigEndian[i] = element[element.length - 1 - i];
        }
        return datatype.isUnsigned() ? new BigInteger(1, bigEndian) : new BigInteger(bigEndian);
    }

    double floating(byte[] element) {
        ByteBuffer bytes = littleEndian(element);
        return switch (datatype) {
            case FP16 -> HalfFloat.toFloat(bytes.getShort());
            case BF16 -> Float.intBitsToFloat(bytes.getShort() << 16);
            case FP32 -> bytes.getFloat();
            default -> bytes.getDouble();
        };
    }

    /** As in the typed fields of gRPC. */
    InferTensorContents typed() {
        InferTensorContents.Builder contents = InferTensorContents.newBuilder();
        for (byte[] element : elements) {
            ByteBuffer bytes = littleEndian(element);
            switch (datatype) {
                case BOOL -> contents.addBoolContents(element[0] == 1);
                case INT8, INT16, INT32 -> contents.addIntContents(integer(element).intValue());
                case UINT8, UINT16, UINT32 -> contents.addUintContents(integer(element).intValue());
                case INT64 -> contents.addInt64Contents(bytes.getLong());
                case UINT64 -> contents.addUint64Contents(bytes.getLong());
                case FP32 -> contents.addFp32Contents(bytes.getFloat());
                case FP64 -> contents.addFp64Contents(bytes.getDouble());
                case BYTES -> contents.addBytesContents(ByteString.copyFrom(element));
                case FP16, BF16 -> throw new IllegalStateException("no field for " + datatype);
            }
        }
        return contents.build();
    }

    /** Whether gRPC has a typed field for it. */
    boolean fitsTyped() {
        return datatype != Datatype.FP16 && datatype != Datatype.BF16;
    }
}
