package io.bulkhead.plugin.catboost.format;

import io.bulkhead.plugin.catboost.embedding.EmbeddingEstimates;
import io.bulkhead.plugin.catboost.text.TextEstimates;
import io.bulkhead.plugin.trees.MalformedModelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Reads trees and features of the binary format; fields by their numbers in its schema. */
final class CoreReader {
    private static final int MISSING_IS_LARGEST = 2;
    private static final int MAX_DIMENSION = 1 << 20;
    private static final int OF_EMBEDDING = 1;

    private final FlatTable trees;

    CoreReader(FlatTable trees) {
        this.trees = trees;
    }

    ModelDocument read(
            Map<CtrKey, CtrTable> tables, TextPart texts, EmbeddingPart embeddings, ModelInfo info)
            throws MalformedModelException {
        int dimension = trees.intOr(0, 0);
        if (dimension < 1 || dimension > MAX_DIMENSION) {
            throw new MalformedModelException("a model with " + dimension + " values for a row");
        }
        List<FloatFeature> floats = floats();
        List<TextFeature> textFeatures = textFeatures();
        List<EstimatedFeature> estimated = estimated();
        List<EmbeddingFeature> embeddingFeatures = embeddingFeatures();
        int given = floats.size();
        TextEstimates ofTexts = texts.estimates(new WantedEstimates(estimated, given, false));
        EmbeddingEstimates ofEmbeddings =
                embeddings.estimates(new WantedEstimates(estimated, given, true));
        int first = 1 + floats.stream().mapToInt(FloatFeature::index).max().orElse(0);
        for (EstimatedFeature feature : estimated) {
            int column =
                    feature.ofEmbedding()
                            ? of(embeddingFeatures, feature.source(), "embedding").column()
                            : of(textFeatures, feature.source(), "text").column();
            floats.add(new FloatFeature(first++, column, "", feature.borders(), false));
        }
        return new ModelDocument(
                "cbm",
                floats,
                given,
                categories(),
                textFeatures,
                ofTexts,
                embeddingFeatures,
                ofEmbeddings,
                oneHots(),
                ctrs(),
                tables,
                trees(dimension),
                dimension,
                trees.doubleOr(14, 1),
                bias(dimension),
                info);
    }

    /** Whether trees ask for numbers that are made of texts or embeddings. */
    boolean hasEstimates() throws MalformedModelException {
        return !trees.tables(13).isEmpty();
    }

    private List<EstimatedFeature> estimated() throws MalformedModelException {
        List<EstimatedFeature> features = new ArrayList<>();
        for (FlatTable feature : trees.tables(13)) {
            features.add(
                    new EstimatedFeature(
                            feature.intOr(0, -1),
                            feature.guid(1),
                            feature.intOr(2, -1),
                            feature.floats(3),
                            feature.byteOr(4, 0) == OF_EMBEDDING));
        }
        return features;
    }

    private List<EmbeddingFeature> embeddingFeatures() throws MalformedModelException {
        List<EmbeddingFeature> features = new ArrayList<>();
        for (FlatTable feature : trees.tables(18)) {
            features.add(new EmbeddingFeature(feature.intOr(1, -1), feature.text(2)));
        }
        return features;
    }

    private List<TextFeature> textFeatures() throws MalformedModelException {
        List<TextFeature> features = new ArrayList<>();
        for (FlatTable feature : trees.tables(12)) {
            boolean used = feature.byteOr(3, 1) != 0;
            features.add(new TextFeature(feature.intOr(1, -1), feature.text(2), used));
        }
        return features;
    }

    private static <T> T of(List<T> features, int index, String kind)
            throws MalformedModelException {
        if (index < 0 || index >= features.size()) {
            throw new MalformedModelException(kind + " " + index + " of " + features.size());
        }
        return features.get(index);
    }

    private List<FloatFeature> floats() throws MalformedModelException {
        List<FloatFeature> features = new ArrayList<>();
        for (FlatTable feature : trees.tables(5)) {
            features.add(
                    new FloatFeature(
                            feature.intOr(1, -1),
                            feature.intOr(2, -1),
                            feature.text(4),
                            feature.floats(3),
                            feature.byteOr(5, 0) == MISSING_IS_LARGEST));
        }
        return features;
    }

    private List<CategoricalFeature> categories() throws MalformedModelException {
        List<CategoricalFeature> features = new ArrayList<>();
        for (FlatTable feature : trees.tables(4)) {
            features.add(
                    new CategoricalFeature(
                            feature.intOr(0, -1), feature.intOr(1, -1), feature.text(2)));
        }
        return features;
    }

    private List<OneHotFeature> oneHots() throws MalformedModelException {
        List<OneHotFeature> features = new ArrayList<>();
        for (FlatTable feature : trees.tables(6)) {
            features.add(new OneHotFeature(feature.intOr(0, -1), feature.ints(1)));
        }
        return features;
    }

    private List<CtrFeature> ctrs() throws MalformedModelException {
        List<CtrFeature> features = new ArrayList<>();
        for (FlatTable feature : trees.tables(7)) {
            FlatTable ctr = feature.requiredTable(0, "target statistics");
            features.add(
                    new CtrFeature(
                            CtrTableReader.keyOf(ctr.requiredTable(0, "key of statistics")),
                            ctr.intOr(1, 0),
                            ctr.floatOr(2, 0),
                            ctr.floatOr(3, 1),
                            ctr.floatOr(4, 0),
                            ctr.floatOr(5, 1),
                            feature.floats(1)));
        }
        return features;
    }

    private double[] bias(int dimension) throws MalformedModelException {
        double[] bias = trees.doubles(16);
        if (bias.length == 0) {
            bias = new double[dimension];
            Arrays.fill(bias, trees.doubleOr(15, 0)); // of versions that had one for all
        }
        if (bias.length != dimension) {
            throw new MalformedModelException(
                    bias.length + " biases for " + dimension + " values of a row");
        }
        return bias;
    }

    private Trees trees(int dimension) throws MalformedModelException {
        int[] splits = trees.ints(1);
        int[] sizes = trees.ints(2);
        double[] leaves = trees.doubles(8);
        double[] weights = trees.doubles(9);
        int[] leafIds = trees.ints(11);
        if (leafIds.length == 0) {
            return SymmetricTrees.of(sizes, splits, leaves, weights, dimension);
        }
        StepNodes nodes = new StepNodes(trees.vector(10, Integer.BYTES), leafIds, splits);
        return nodes.trees(trees.ints(3), sizes, leaves, weights, dimension);
    }
}
