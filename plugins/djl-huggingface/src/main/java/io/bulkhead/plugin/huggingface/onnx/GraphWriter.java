package io.bulkhead.plugin.huggingface.onnx;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.huggingface.weights.Weight;
import io.bulkhead.plugin.huggingface.weights.WeightFiles;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a graph node by node. Values are known by their names. Weights are named, not written: who
 * opens the graph hands them over where they lie. Used by one thread.
 */
public final class GraphWriter {
    /** ONNX's number of floats. */
    public static final int FLOAT = 1;

    /** ONNX's number of whole numbers. */
    public static final int INT64 = 7;

    private static final int BOOL = 9;
    private static final long IR_VERSION = 9;
    private static final long OPSET = 20;

    private final WeightFiles files;
    private final ProtoMessage graph = new ProtoMessage();
    private final Map<String, Weight> used = new LinkedHashMap<>();
    private int count;

    /**
     * @param files where the weights are looked for
     */
    public GraphWriter(WeightFiles files) {
        this.files = files;
    }

    /** Where the weights are looked for. */
    public WeightFiles files() {
        return files;
    }

    /** Declares an input. */
    public String input(String name, int type, String... dimensions) {
        graph.message(11, declared(name, type, dimensions));
        return name;
    }

    /** Declares an output, under another name than the value has so far. */
    public void output(String value, String name, String... dimensions) {
        graph.message(1, node("Identity", List.of(value), name));
        graph.message(12, declared(name, FLOAT, dimensions));
    }

    private static ProtoMessage declared(String name, int type, String... dimensions) {
        ProtoMessage shape = new ProtoMessage();
        for (String dimension : dimensions) {
            shape.message(1, dimension(dimension));
        }
        ProtoMessage tensor = new ProtoMessage().number(1, (long) type).message(2, shape);
        return new ProtoMessage().text(1, name).message(2, new ProtoMessage().message(1, tensor));
    }

    private static ProtoMessage dimension(String text) {
        return Character.isDigit(text.charAt(0))
                ? new ProtoMessage().number(1, Long.parseLong(text))
                : new ProtoMessage().text(2, text);
    }

    /** A weight as it is in the file, which must be there. */
    public String weight(String name) {
        Weight weight =
                files.find(name)
                        .orElseThrow(
                                () ->
                                        ServingException.loadFailed(
                                                "the weights have no '"
                                                        + name
                                                        + "', which config.json asks for",
                                                null));
        if (used.put(name, weight) == null) {
            ProtoMessage tensor = new ProtoMessage();
            weight.shape().forEach(size -> tensor.number(1, size));
            ProtoMessage location = new ProtoMessage().text(1, "location").text(2, "weights");
            graph.message(
                    5,
                    tensor.number(2, (long) FLOAT)
                            .text(8, name)
                            .message(13, location)
                            .number(14, 1L));
        }
        return name;
    }

    /** A weight that must have this shape; -1 where any size will do. */
    public String weight(String name, long... shape) {
        String known = weight(name);
        List<Long> found = used.get(name) == null ? List.of() : used.get(name).shape();
        boolean fits = found.size() == shape.length;
        for (int i = 0; fits && i < shape.length; i++) {
            fits = shape[i] < 0 || shape[i] == found.get(i);
        }
        if (!fits) {
            throw ServingException.loadFailed(
                    "weight '"
                            + name
                            + "' has the shape "
                            + found
                            + ", config.json asks for "
                            + Arrays.toString(shape),
                    null);
        }
        return known;
    }

    /** Whole numbers: a vector. */
    public String longs(long... values) {
        byte[] raw = new byte[values.length * Long.BYTES];
        ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(values);
        return constant(INT64, raw, values.length);
    }

    /** Numbers: a vector. */
    public String floats(float... values) {
        byte[] raw = new byte[values.length * Float.BYTES];
        ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
        return constant(FLOAT, raw, values.length);
    }

    /** A whole number without dimensions. */
    public String scalar(long value) {
        byte[] raw = new byte[Long.BYTES];
        ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).putLong(value);
        return constant(INT64, raw);
    }

    /** A number without dimensions. */
    public String scalar(float value) {
        byte[] raw = new byte[Float.BYTES];
        ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).putFloat(value);
        return constant(FLOAT, raw);
    }

    private String constant(int type, byte[] raw, long... shape) {
        String name = fresh("constant");
        ProtoMessage tensor = new ProtoMessage();
        for (long size : shape) {
            tensor.number(1, size);
        }
        graph.message(5, tensor.number(2, (long) type).text(8, name).bytes(9, raw));
        return name;
    }

    private String fresh(String what) {
        return what + "/" + count++;
    }

    /** A node with one output, whose name is the answer. */
    public String node(String operator, List<String> inputs, Attribute... attributes) {
        String name = fresh(operator);
        graph.message(1, node(operator, inputs, name, attributes));
        return name;
    }

    private static ProtoMessage node(
            String operator, List<String> inputs, String output, Attribute... attributes) {
        ProtoMessage node = new ProtoMessage();
        inputs.forEach(input -> node.text(1, input));
        node.text(2, output).text(3, output).text(4, operator);
        for (Attribute attribute : attributes) {
            node.message(5, attribute.message());
        }
        return node;
    }

    /** Another type of the same values. */
    public String cast(String value, int type) {
        return node("Cast", List.of(value), Attribute.of("to", type));
    }

    /** Truth values of the same values. */
    public String truth(String value) {
        return cast(value, BOOL);
    }

    /** The graph and the weights that it names. */
    public WrittenGraph finished() {
        ProtoMessage model =
                new ProtoMessage()
                        .number(1, IR_VERSION)
                        .text(2, "Bulkhead")
                        .message(7, graph.text(2, "model"))
                        .message(8, new ProtoMessage().text(1, "").number(2, OPSET));
        return new WrittenGraph(model.toBytes(), used);
    }
}
