package io.bulkhead.plugin.huggingface.task;

import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.route.ModelRoute;
import io.bulkhead.plugin.huggingface.call.Arguments;
import io.bulkhead.plugin.huggingface.call.Signature;
import io.bulkhead.plugin.huggingface.tokenizer.Encoded;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * {@code sentence-similarity}: the cosine of the angle between a sentence's vector and those of
 * others, as the hub's own servers answer.
 */
final class SentenceSimilarity implements Task {
    private static final Signature SIGNATURE =
            new Signature(
                    "sentence-similarity",
                    List.of("source_sentence", "sentences"),
                    Set.of("truncation", "max_length", "padding"));

    private final TextModel model;
    private final SentenceEmbedding embedding;

    SentenceSimilarity(TextModel model, SentenceEmbedding embedding) {
        this.model = model;
        this.embedding = embedding;
    }

    @Override
    public Signature signature() {
        return SIGNATURE;
    }

    @Override
    public Object call(Arguments arguments, RequestContext context) {
        arguments.require("source_sentence");
        arguments.require("sentences");
        Truncation truncation = Truncation.of(arguments);
        String source = arguments.text("source_sentence").orElse("");
        float[] vector = vector(source, truncation);
        List<Object> scores = new ArrayList<>();
        for (String sentence : arguments.texts("sentences").orElse(List.of())) {
            scores.add(cosine(vector, vector(sentence, truncation)));
        }
        return scores;
    }

    private float[] vector(String text, Truncation truncation) {
        Encoded encoded = model.fitted(model.tokenizer().encode(text), truncation);
        return SentenceVectors.of(model, encoded);
    }

    private static float cosine(float[] a, float[] b) {
        double dot = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int i = 0; i < a.length; i++) {
            dot += a[i] * b[i];
            squaresA += a[i] * a[i];
            squaresB += b[i] * b[i];
        }
        double length = Math.sqrt(squaresA) * Math.sqrt(squaresB);
        return length == 0 ? 0 : (float) (dot / length);
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
