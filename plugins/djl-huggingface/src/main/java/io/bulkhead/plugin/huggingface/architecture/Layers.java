package io.bulkhead.plugin.huggingface.architecture;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.huggingface.onnx.Attribute;
import io.bulkhead.plugin.huggingface.onnx.GraphWriter;
import java.util.List;

/** The parts that all architectures are made of, written into one graph. */
final class Layers {
    private static final float LOWEST = -3.4028235e38f;

    private final GraphWriter graph;

    Layers(GraphWriter graph) {
        this.graph = graph;
    }

    GraphWriter graph() {
        return graph;
    }

    String add(String a, String b) {
        return graph.node("Add", List.of(a, b));
    }

    String multiply(String a, String b) {
        return graph.node("Mul", List.of(a, b));
    }

    String matrix(String a, String b) {
        return graph.node("MatMul", List.of(a, b));
    }

    /** The rows of a table, by their numbers. */
    String rows(String table, String numbers) {
        return graph.node("Gather", List.of(table, numbers));
    }

    String transpose(String value, long... order) {
        return graph.node("Transpose", List.of(value), Attribute.of("perm", order));
    }

    String reshape(String value, long... shape) {
        return graph.node("Reshape", List.of(value, graph.longs(shape)));
    }

    String softmax(String value) {
        return graph.node("Softmax", List.of(value), Attribute.of("axis", -1L));
    }

    /** A layer of PyTorch: weights [out,in] under the name, and a bias if the file has one. */
    String linear(String value, String name) {
        String product = matrix(value, transpose(graph.weight(name + ".weight", -1, -1), 1, 0));
        return graph.files().has(name + ".bias")
                ? add(product, graph.weight(name + ".bias"))
                : product;
    }

    /** A layer of GPT-2: weights [in,out]. */
    String turnedLinear(String value, String name) {
        return add(
                matrix(value, graph.weight(name + ".weight", -1, -1)),
                graph.weight(name + ".bias"));
    }

    /** A normalisation; gamma and beta are what old files call its weight and bias. */
    String layerNorm(String value, String name, float epsilon) {
        boolean old = graph.files().has(name + ".gamma");
        return graph.node(
                "LayerNormalization",
                List.of(
                        value,
                        graph.weight(name + (old ? ".gamma" : ".weight")),
                        graph.weight(name + (old ? ".beta" : ".bias"))),
                Attribute.of("axis", -1L),
                Attribute.of("epsilon", epsilon));
    }

    /** A normalisation without a mean, as T5 and Llama have it. */
    String rootMeanSquareNorm(String value, String name, float epsilon) {
        return rootMeanSquareNormBy(value, graph.weight(name + ".weight"), epsilon);
    }

    /** The same, by factors that are computed. */
    String rootMeanSquareNormBy(String value, String factors, float epsilon) {
        String mean =
                graph.node(
                        "ReduceMean",
                        List.of(multiply(value, value), graph.longs(-1)),
                        Attribute.of("keepdims", 1L));
        String root = graph.node("Sqrt", List.of(add(mean, graph.scalar(epsilon))));
        return multiply(graph.node("Div", List.of(value, root)), factors);
    }

    /** A function by the name that configurations have for it. */
    String activation(String value, String name) {
        return switch (name) {
            case "gelu" -> graph.node("Gelu", List.of(value));
            case "gelu_new", "gelu_pytorch_tanh", "gelu_fast" ->
                    graph.node("Gelu", List.of(value), Attribute.of("approximate", "tanh"));
            case "relu" -> graph.node("Relu", List.of(value));
            case "tanh" -> graph.node("Tanh", List.of(value));
            case "silu", "swish" -> multiply(value, graph.node("Sigmoid", List.of(value)));
            case "quick_gelu" ->
                    multiply(
                            value,
                            graph.node("Sigmoid", List.of(multiply(value, graph.scalar(1.702f)))));
            default ->
                    throw ServingException.loadFailed(
                            "config.json: the activation '" + name + "' is not known", null);
        };
    }

    /** [batch, tokens, heads * size] to [batch, heads, tokens, size]. */
    String split(String value, int heads, int size) {
        return transpose(reshape(value, 0, 0, heads, size), 0, 2, 1, 3);
    }

    /** The reverse of {@link #split}. */
    String merged(String value, int heads, int size) {
        return reshape(transpose(value, 0, 2, 1, 3), 0, 0, (long) heads * size);
    }

    /**
     * Attention of queries to keys, all split into heads.
     *
     * @param scale of the scores
     * @param bias added to the scores
     */
    String attention(String queries, String keys, String values, float scale, String bias) {
        String scores = matrix(queries, transpose(keys, 0, 1, 3, 2));
        String scaled = scale == 1 ? scores : multiply(scores, graph.scalar(scale));
        return matrix(softmax(add(scaled, bias)), values);
    }

    /**
     * How many heads of queries share one of keys and values.
     *
     * @param heads of queries
     * @param groups heads of keys and values
     * @param size of a head
     */
    record Sharing(int heads, int groups, int size) {}

    /**
     * Attention of queries [batch, heads, tokens, size] to keys and values [batch, groups, all,
     * size], which are not copied for each of their queries' heads.
     *
     * @param bias [batch, 1, tokens, all]
     */
    String sharedAttention(
            String queries, String keys, String values, Sharing sharing, String bias) {
        float scale = (float) (1 / Math.sqrt(sharing.size()));
        if (sharing.heads() == sharing.groups()) {
            return attention(queries, keys, values, scale, bias);
        }
        long each = sharing.heads() / sharing.groups();
        String grouped = reshape(queries, 0, sharing.groups(), each, -1, sharing.size());
        String wideKeys = graph.node("Unsqueeze", List.of(keys, graph.longs(2)));
        String scores = matrix(grouped, transpose(wideKeys, 0, 1, 2, 4, 3));
        String wideBias = graph.node("Unsqueeze", List.of(bias, graph.longs(1)));
        String weights = softmax(add(multiply(scores, graph.scalar(scale)), wideBias));
        String wideValues = graph.node("Unsqueeze", List.of(values, graph.longs(2)));
        return reshape(matrix(weights, wideValues), 0, sharing.heads(), -1, sharing.size());
    }

    /** Some of a dimension. */
    String slice(String value, long from, long to, long axis) {
        return graph.node(
                "Slice", List.of(value, graph.longs(from), graph.longs(to), graph.longs(axis)));
    }

    /** A mask [batch, tokens] as what is added to scores: very little where it is 0. */
    String maskBias(String mask) {
        String holes =
                graph.node("Sub", List.of(graph.scalar(1f), graph.cast(mask, GraphWriter.FLOAT)));
        String four = graph.node("Unsqueeze", List.of(holes, graph.longs(1, 2)));
        return multiply(four, graph.scalar(LOWEST));
    }

    /** The size of a dimension, as a vector of one. */
    String size(String value, long axis) {
        return graph.node(
                "Shape",
                List.of(value),
                Attribute.of("start", axis),
                Attribute.of("end", axis + 1));
    }

    /** 0, 1, 2 and so on, as many as the vector of one says. */
    String count(String size) {
        String most = graph.node("Squeeze", List.of(size, graph.longs(0)));
        return graph.node("Range", List.of(graph.scalar(0L), most, graph.scalar(1L)));
    }

    /** The first token of each sequence: [batch, size]. */
    String first(String value) {
        return graph.node("Gather", List.of(value, graph.scalar(0L)), Attribute.of("axis", 1L));
    }
}
