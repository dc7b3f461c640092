package io.bulkhead.plugin.huggingface.task;

import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.route.ModelRoute;
import io.bulkhead.plugin.huggingface.call.Arguments;
import io.bulkhead.plugin.huggingface.call.Signature;
import io.bulkhead.plugin.huggingface.graph.GraphResult;
import io.bulkhead.plugin.huggingface.json.FloatRows;
import io.bulkhead.plugin.huggingface.tokenizer.Encoded;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code feature-extraction}: a vector for each token. */
final class FeatureExtraction implements Task {
    private static final Signature SIGNATURE =
            new Signature(
                    "feature-extraction",
                    List.of("inputs"),
                    Set.of("truncation", "max_length", "padding"));

    private final TextModel model;
    private final SentenceEmbedding embedding;

    FeatureExtraction(TextModel model, SentenceEmbedding embedding) {
        this.model = model;
        this.embedding = embedding;
    }

    @Override
    public Signature signature() {
        return SIGNATURE;
    }

    @Override
    public Object call(Arguments arguments, RequestContext context) {
        boolean one = arguments.require("inputs") instanceof String;
        Truncation truncation = Truncation.of(arguments);
        List<Object> answers = new ArrayList<>();
        for (String text : arguments.texts("inputs").orElse(List.of())) {
            Encoded encoded = model.fitted(model.tokenizer().encode(text), truncation);
            answers.add(List.of(vectors(encoded)));
        }
        return one ? answers.get(0) : answers;
    }

    private Object vectors(Encoded encoded) {
        try (GraphResult result = model.run(List.of(encoded))) {
            GraphResult.Floats vectors = result.floats(firstOutput());
            int width = vectors.size(-1);
            return new FloatRows(
                    vectors.values(), 0, vectors.values().length / Math.max(1, width), width);
        }
    }

    /** The pipeline answers what the model gives first. */
    private String[] firstOutput() {
        return new String[] {
            "last_hidden_state", "token_embeddings", model.graph().outputs().iterator().next()
        };
    }

    @Override
    public List<ModelRoute> routes() {
        return embedding.endpoint(model).routes();
    }

    @Override
    public void close() {
        model.close();
    }
}
