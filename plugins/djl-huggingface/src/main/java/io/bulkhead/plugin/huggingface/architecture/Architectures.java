package io.bulkhead.plugin.huggingface.architecture;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.huggingface.folder.ModelConfig;
import io.bulkhead.plugin.huggingface.onnx.WrittenGraph;
import io.bulkhead.plugin.huggingface.weights.WeightFiles;
import java.util.Set;

/** The architectures whose computation is known, by {@code model_type}. */
public final class Architectures {
    private static final Set<String> IMAGES = Set.of("vit");
    private static final Set<String> OTHERS = Set.of("gpt2", "gpt_neox", "opt");
    private static final Set<String> T5S = Set.of("t5", "mt5", "umt5");

    private Architectures() {}

    /** Whether a model of this kind can be made of its weights as one graph. */
    public static boolean knows(ModelConfig config) {
        String type = config.modelType();
        return BertNames.know(type)
                || LlamaGraph.TYPES.contains(type)
                || IMAGES.contains(type)
                || OTHERS.contains(type);
    }

    /**
     * A model as a graph.
     *
     * @throws ServingException {@code MODEL_LOAD_FAILED} if its architecture is not known, or
     *     weights are missing
     */
    public static WrittenGraph write(ModelConfig config, WeightFiles weights, Head head) {
        String type = config.modelType();
        if (BertNames.know(type)) {
            return BertGraph.write(config.json(), weights, head);
        }
        if (type.equals("gpt2")) {
            return Gpt2Graph.write(config.json(), weights, head);
        }
        if (LlamaGraph.TYPES.contains(type)) {
            return LlamaGraph.write(config.json(), weights, head);
        }
        if (type.equals("gpt_neox")) {
            return NeoxGraph.write(config.json(), weights, head);
        }
        if (type.equals("opt")) {
            return OptGraph.write(config.json(), weights, head);
        }
        if (IMAGES.contains(type)) {
            return VitGraph.write(config.json(), weights, head);
        }
        throw unknown(type);
    }

    /** The half of a model that reads. */
    public static WrittenGraph encoder(ModelConfig config, WeightFiles weights) {
        if (T5S.contains(config.modelType())) {
            return T5Graphs.encoder(config.json(), weights);
        }
        if (BartGraphs.TYPES.contains(config.modelType())) {
            return BartGraphs.encoder(config.json(), weights);
        }
        throw unknown(config.modelType());
    }

    /** The half of a model that writes. */
    public static WrittenGraph decoder(ModelConfig config, WeightFiles weights) {
        if (T5S.contains(config.modelType())) {
            return T5Graphs.decoder(config.json(), weights);
        }
        if (BartGraphs.TYPES.contains(config.modelType())) {
            return BartGraphs.decoder(config.json(), weights);
        }
        throw unknown(config.modelType());
    }

    private static ServingException unknown(String type) {
        return ServingException.loadFailed(
                "the architecture '"
                        + type
                        + "' is served from ONNX files only; export the model with"
                        + " optimum-cli export onnx. From safetensors these are served: albert,"
                        + " bart, bert, camembert, distilbert, electra, gemma, gpt2, gpt_neox,"
                        + " llama, marian, mbart, mistral, mt5, opt, pegasus, phi3, qwen2, qwen3,"
                        + " roberta, t5, umt5, vit, xlm-roberta",
                null);
    }
}
