package io.bulkhead.conformance.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/** Turns {@code raw_output_contents} into numbers, so that they compare within tolerance. */
final class RawContents {
    private static final String FIELD = "raw_output_contents";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private RawContents() {}

    static JsonNode unpack(JsonNode response) {
        if (!response.isObject() || !response.has(FIELD)) {
            return response;
        }
        ObjectNode copy = ((ObjectNode) response).objectNode().setAll((ObjectNode) response);
        ArrayNode unpacked = NODES.arrayNode();
        JsonNode contents = response.path(FIELD);
        for (int i = 0; i < contents.size(); i++) {
            String datatype = response.path("outputs").path(i).path("datatype").asText();
            unpacked.add(numbers(datatype, contents.get(i)));
        }
        copy.set(FIELD, unpacked);
        return copy;
    }

    /** The numbers of one tensor, or the text itself where it holds no whole number of them. */
    private static JsonNode numbers(String datatype, JsonNode base64) {
        byte[] bytes = Base64.getMimeDecoder().decode(base64.asText());
        int size = size(datatype);
        if (size == 0 || bytes.length % size != 0) {
            return base64;
        }
        ByteBuffer raw = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        ArrayNode numbers = NODES.arrayNode(bytes.length / size);
        while (raw.hasRemaining()) {
            numbers.add(next(datatype, raw));
        }
        return numbers;
    }

    private static int size(String datatype) {
        return switch (datatype) {
            case "BOOL", "UINT8", "INT8" -> 1;
            case "UINT16", "INT16", "FP16" -> 2;
            case "UINT32", "INT32", "FP32" -> 4;
            case "UINT64", "INT64", "FP64" -> 8;
            default -> 0;
        };
    }

    private static JsonNode next(String datatype, ByteBuffer raw) {
        return switch (datatype) {
            case "BOOL" -> NODES.booleanNode(raw.get() != 0);
            case "UINT8" -> NODES.numberNode(Byte.toUnsignedInt(raw.get()));
            case "INT8" -> NODES.numberNode((int) raw.get());
            case "UINT16" -> NODES.numberNode(Short.toUnsignedInt(raw.getShort()));
            case "INT16" -> NODES.numberNode((int) raw.getShort());
            case "UINT32" -> NODES.numberNode(Integer.toUnsignedLong(raw.getInt()));
            case "INT32" -> NODES.numberNode(raw.getInt());
            case "UINT64" -> NODES.numberNode(new BigInteger(Long.toUnsignedString(raw.getLong())));
            case "INT64" -> NODES.numberNode(raw.getLong());
            case "FP16" -> NODES.numberNode(half(raw.getShort()));
            case "FP32" -> NODES.numberNode((double) raw.getFloat());
            case "FP64" -> NODES.numberNode(raw.getDouble());
            default -> throw new IllegalArgumentException("no raw datatype: " + datatype);
        };
    }

    /** IEEE 754 binary16; {@code Float.float16ToFloat} is not in Java 17. */
    private static double half(short bits) {
        int exponent = (bits >> 10) & 0x1f;
        int fraction = bits & 0x3ff;
        double magnitude =
                switch (exponent) {
                    case 0 -> Math.scalb((double) fraction, -24);
                    case 0x1f -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
                    default -> Math.scalb(1024.0 + fraction, exponent - 25);
                };
        return bits < 0 ? -magnitude : magnitude;
    }
}
