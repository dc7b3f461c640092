package io.bulkhead.plugin.huggingface.task;

import io.bulkhead.plugin.huggingface.folder.ModelFolder;
import io.bulkhead.plugin.huggingface.graph.GraphResult;
import io.bulkhead.plugin.huggingface.json.JsonObject;
import io.bulkhead.plugin.huggingface.openai.EmbeddingEndpoint;
import io.bulkhead.plugin.huggingface.tokenizer.Encoded;
import java.util.Arrays;
import java.util.List;

/**
 * How a folder makes one vector of a text's: as sentence-transformers' {@code 1_Pooling} says, by
 * the mean if there is none.
 *
 * @param name of the model in the server
 * @param ofFirst whether the first token's vector is that of the text
 */
record SentenceEmbedding(String name, boolean ofFirst) {
    private static final String POOLING = "1_Pooling/config.json";

    static SentenceEmbedding of(String name, ModelFolder folder) {
        JsonObject pooling = folder.configuration(POOLING);
        return new SentenceEmbedding(name, pooling.flag("pooling_mode_cls_token").orElse(false));
    }

    EmbeddingEndpoint endpoint(TextModel model) {
        return new EmbeddingEndpoint(name, model.tokenizer(), tokens -> vector(model, tokens));
    }

    private float[] vector(TextModel model, long[] tokens) {
        model.check(tokens.length);
        long[] none = new long[tokens.length];
        Encoded text = new Encoded(tokens, none, none);
        if (!ofFirst) {
            return SentenceVectors.of(model, text);
        }
        try (GraphResult result = model.run(List.of(text))) {
            GraphResult.Floats vectors = SentenceVectors.ofTokens(model, result);
            return Arrays.copyOf(vectors.values(), vectors.size(-1));
        }
    }
}
