package io.bulkhead.plugin.sklearn.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Mends graphs in which skl2onnx looks rows without a neighbour up at index -1, to multiply what is
 * there by zero ({@code RadiusNeighbors*}). ONNX Runtime read the memory before the array; since
 * 1.29 it refuses. Such indices, those that an {@code ArrayFeatureExtractor} gets from a {@code
 * Where} by way of a {@code Flatten}, are raised to 0 here.
 */
final class MaskedIndices {
    /** Of {@code ModelProto}. */
    private static final int GRAPH = 7;

    /** Of {@code GraphProto}. */
    private static final int NODE = 1;

    private static final int INITIALIZER = 5;

    /** Of {@code NodeProto}. */
    private static final int INPUT = 1;

    private static final int OUTPUT = 2;
    private static final int OPERATOR = 4;

    private static final String ZERO = "bulkhead_zero";

    /** {@code TensorProto} of one INT64, which is 0. */
    private static final byte[] ZERO_TENSOR =
            join(new byte[] {8, 1, 16, 7, 58, 1, 0}, field(8, utf8(ZERO)));

    private final byte[] model;

    private MaskedIndices(byte[] model) {
        this.model = model;
    }

    /** The model without such indices; empty if it has none, or is none. */
    static Optional<byte[]> raised(byte[] model) {
        try {
            return new MaskedIndices(model).raised();
        } catch (IllegalArgumentException noModel) {
            return Optional.empty(); // ONNX Runtime tells what is wrong with it
        }
    }

    private Optional<byte[]> raised() {
        List<WireField> fields = WireField.list(model, 0, model.length);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean found = false;
        for (WireField field : fields) {
            Optional<byte[]> graph = field.number() == GRAPH ? graph(field) : Optional.empty();
            found |= graph.isPresent();
            out.writeBytes(graph.map(bytes -> field(GRAPH, bytes)).orElse(field.whole(model)));
        }
        return found ? Optional.of(out.toByteArray()) : Optional.empty();
    }

    private Optional<byte[]> graph(WireField graph) {
        List<WireField> fields = graph.fields(model);
        Map<String, List<WireField>> producers = new HashMap<>();
        for (WireField field : fields) {
            if (field.number() == NODE) {
                List<WireField> node = field.fields(model);
                texts(node, OUTPUT).forEach(output -> producers.put(output, node));
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean found = false;
        for (WireField field : fields) {
            List<WireField> node = field.number() == NODE ? field.fields(model) : List.of();
            if (isMasked(node, producers)) {
                out.writeBytes(raised(node));
                found = true;
            } else {
                out.writeBytes(field.whole(model));
            }
        }
        out.writeBytes(field(INITIALIZER, ZERO_TENSOR));
        return found ? Optional.of(out.toByteArray()) : Optional.empty();
    }

    private boolean isMasked(List<WireField> node, Map<String, List<WireField>> producers) {
        if (!isOperator(node, "ArrayFeatureExtractor") || texts(node, INPUT).size() != 2) {
            return false;
        }
        List<WireField> flat = producers.getOrDefault(texts(node, INPUT).get(1), List.of());
        return isOperator(flat, "Flatten")
                && texts(flat, INPUT).size() == 1
                && isOperator(
                        producers.getOrDefault(texts(flat, INPUT).get(0), List.of()), "Where");
    }

    private boolean isOperator(List<WireField> node, String name) {
        return texts(node, OPERATOR).equals(List.of(name));
    }

    /** The larger of the index and zero, and the node that takes it now. */
    private byte[] raised(List<WireField> node) {
        String index = texts(node, INPUT).get(1);
        String name = index + "_" + ZERO;
        byte[] larger =
                join(
                        join(field(INPUT, utf8(index)), field(INPUT, utf8(ZERO))),
                        join(field(OUTPUT, utf8(name)), field(OPERATOR, utf8("Max"))));
        ByteArrayOutputStream taking = new ByteArrayOutputStream();
        for (WireField field : node) {
            boolean replaced = field.number() == INPUT && field.text(model).equals(index);
            taking.writeBytes(replaced ? field(INPUT, utf8(name)) : field.whole(model));
        }
        return join(field(NODE, larger), field(NODE, taking.toByteArray()));
    }

    private List<String> texts(List<WireField> fields, int number) {
        List<String> texts = new ArrayList<>();
        for (WireField field : fields) {
            if (field.number() == number) {
                texts.add(field.text(model));
            }
        }
        return texts;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] join(byte[] first, byte[] second) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(first);
        out.writeBytes(second);
        return out.toByteArray();
    }

    /** A field of bytes, its number below 16. */
    private static byte[] field(int number, byte[] contents) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write((number << 3) | WireField.BYTES);
        int length = contents.length;
        for (; length > 0x7f; length >>>= 7) {
            out.write((length & 0x7f) | 0x80);
        }
        out.write(length);
        out.writeBytes(contents);
        return out.toByteArray();
    }
}
