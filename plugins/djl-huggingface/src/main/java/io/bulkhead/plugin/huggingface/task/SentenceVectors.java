package io.bulkhead.plugin.huggingface.task;

import io.bulkhead.plugin.huggingface.graph.GraphResult;
import io.bulkhead.plugin.huggingface.tokenizer.Encoded;
import java.util.Arrays;
import java.util.List;

/** One vector for a text: the graph's own if it has one, else the mean of those of its tokens. */
final class SentenceVectors {
    private SentenceVectors() {}

    static float[] of(TextModel model, Encoded text) {
        try (GraphResult result = model.run(List.of(text))) {
            if (result.has("sentence_embedding")) {
                GraphResult.Floats vectors = result.floats("sentence_embedding");
                return Arrays.copyOf(vectors.values(), vectors.size(-1));
            }
            return mean(ofTokens(model, result), text.length());
        }
    }

    static GraphResult.Floats ofTokens(TextModel model, GraphResult result) {
        return result.floats(
                "last_hidden_state", "token_embeddings", model.graph().outputs().iterator().next());
    }

    private static float[] mean(GraphResult.Floats vectors, int tokens) {
        float[] mean = new float[vectors.size(-1)];
        for (int token = 0; token < tokens; token++) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += vectors.values()[token * mean.length + i];
            }
        }
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= Math.max(1, tokens);
        }
        return mean;
    }
}
