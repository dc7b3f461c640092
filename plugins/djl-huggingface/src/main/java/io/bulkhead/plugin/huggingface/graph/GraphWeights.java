package io.bulkhead.plugin.huggingface.graph;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.huggingface.weights.Weight;
import java.util.LinkedHashMap;
import java.util.Map;

/** Weights as tensors where their file is mapped; open as long as the session that uses them. */
final class GraphWeights implements AutoCloseable {
    private final Map<String, OnnxTensorLike> tensors = new LinkedHashMap<>();

    private GraphWeights() {}

    static GraphWeights of(OrtEnvironment environment, Map<String, Weight> weights) {
        GraphWeights all = new GraphWeights();
        try {
            for (Map.Entry<String, Weight> entry : weights.entrySet()) {
                all.tensors.put(entry.getKey(), tensor(environment, entry.getValue()));
            }
            return all;
        } catch (OrtException | RuntimeException e) {
            all.close();
            throw ServingException.loadFailed("the weights cannot be handed over", e);
        }
    }

    private static OnnxTensor tensor(OrtEnvironment environment, Weight weight)
            throws OrtException {
        return OnnxTensor.createTensor(
                environment,
                weight.type().asFloats(weight.bytes()),
                weight.shape().stream().mapToLong(Long::longValue).toArray(),
                OnnxJavaType.FLOAT);
    }

    Map<String, OnnxTensorLike> tensors() {
        return tensors;
    }

    @Override
    public void close() {
        tensors.values().forEach(OnnxTensorLike::close);
    }
}
