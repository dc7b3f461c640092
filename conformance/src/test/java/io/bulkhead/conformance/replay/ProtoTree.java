package io.bulkhead.conformance.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Base64;
import java.util.List;

/**
 * Protobuf messages as Python's {@code MessageToDict} shows them, with the proto's own field names:
 * fields with their default left out, 64-bit integers and numbers that are none as text. Java's
 * {@code JsonFormat} would do but for its numbers: it writes 1.0 as 1, which compares otherwise.
 */
final class ProtoTree {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int FLOAT_DIGITS = 6;

    private ProtoTree() {}

    static ObjectNode of(Message message) {
        ObjectNode tree = NODES.objectNode();
        message.getAllFields()
                .forEach((field, value) -> tree.set(field.getName(), field(field, value)));
        return tree;
    }

    private static JsonNode field(FieldDescriptor field, Object value) {
        if (field.isMapField()) {
            return map(field, (List<?>) value);
        }
        if (!field.isRepeated()) {
            return single(field, value);
        }
        ArrayNode array = NODES.arrayNode();
        ((List<?>) value).forEach(element -> array.add(single(field, element)));
        return array;
    }

    private static JsonNode map(FieldDescriptor field, List<?> entries) {
        FieldDescriptor key = field.getMessageType().findFieldByName("key");
        FieldDescriptor value = field.getMessageType().findFieldByName("value");
        ObjectNode tree = NODES.objectNode();
        for (Object element : entries) {
            Message entry = (Message) element;
            tree.set(entry.getField(key).toString(), single(value, entry.getField(value)));
        }
        return tree;
    }

    private static JsonNode single(FieldDescriptor field, Object value) {
        return switch (field.getType()) {
            case MESSAGE, GROUP -> of((Message) value);
            case BYTES ->
                    text(Base64.getEncoder().encodeToString(((ByteString) value).toByteArray()));
            case ENUM -> text(((EnumValueDescriptor) value).getName());
            case STRING, INT64, SINT64, SFIXED64 -> text(value.toString());
            case UINT64, FIXED64 -> text(Long.toUnsignedString((Long) value));
            case INT32, SINT32, SFIXED32 -> NODES.numberNode((Integer) value);
            case UINT32, FIXED32 -> NODES.numberNode(Integer.toUnsignedLong((Integer) value));
            case BOOL -> NODES.booleanNode((Boolean) value);
            case FLOAT -> real(shortest((Float) value));
            case DOUBLE -> real((Double) value);
        };
    }

    private static JsonNode text(String value) {
        return NODES.textNode(value);
    }

    private static JsonNode real(double value) {
        return Double.isFinite(value) ? NODES.numberNode(value) : text(Double.toString(value));
    }

    /** The double with the fewest digits that is this float, as Python prints it. */
    private static double shortest(float value) {
        if (!Float.isFinite(value)) {
            return value;
        }
        BigDecimal exact = new BigDecimal(value);
        int digits = FLOAT_DIGITS;
        double rounded = exact.round(new MathContext(digits)).doubleValue();
        while ((float) rounded != value) {
            digits++;
            rounded = exact.round(new MathContext(digits)).doubleValue();
        }
        return rounded;
    }
}
