package io.bulkhead.plugin.catboost.format;

import io.bulkhead.plugin.catboost.embedding.EmbeddingEstimates;
import io.bulkhead.plugin.catboost.text.TextEstimates;
import java.util.List;
import java.util.Map;

/**
 * All of a model file that predictions depend on.
 *
 * @param format {@code cbm} or {@code json}
 * @param floats numeric features in order, those that are made of texts and embeddings last
 * @param givenFloats how many of these are columns, not made of others
 * @param categories categorical features in order
 * @param texts text features in order
 * @param estimates what numbers are made of texts, and how
 * @param embeddings vectors in order
 * @param embeddingEstimates what numbers are made of embeddings, and how
 * @param oneHots categorical features whose values are compared
 * @param ctrs features computed from target statistics
 * @param tables the target statistics
 * @param dimension how many values the model gives for a row
 * @param scale what sums of leaves are multiplied with
 * @param bias what is added then, one for each value
 */
@SuppressWarnings("ArrayRecordComponent") // never written to once it is built
public record ModelDocument(
        String format,
        List<FloatFeature> floats,
        int givenFloats,
        List<CategoricalFeature> categories,
        List<TextFeature> texts,
        TextEstimates estimates,
        List<EmbeddingFeature> embeddings,
        EmbeddingEstimates embeddingEstimates,
        List<OneHotFeature> oneHots,
        List<CtrFeature> ctrs,
        Map<CtrKey, CtrTable> tables,
        Trees trees,
        int dimension,
        double scale,
        double[] bias,
        ModelInfo info) {
    /** Copies lists and map. */
    public ModelDocument {
        floats = List.copyOf(floats);
        categories = List.copyOf(categories);
        texts = List.copyOf(texts);
        embeddings = List.copyOf(embeddings);
        oneHots = List.copyOf(oneHots);
        ctrs = List.copyOf(ctrs);
        tables = Map.copyOf(tables);
    }
}
