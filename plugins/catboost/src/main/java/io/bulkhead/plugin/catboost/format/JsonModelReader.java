package io.bulkhead.plugin.catboost.format;

import io.bulkhead.plugin.catboost.embedding.EmbeddingEstimates;
import io.bulkhead.plugin.catboost.text.TextEstimates;
import io.bulkhead.plugin.trees.JsonDocument;
import io.bulkhead.plugin.trees.MalformedModelException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the JSON format. Good for one model. */
final class JsonModelReader {
    private final JsonDocument reader;
    private final ModelInfoReader notes = new ModelInfoReader();
    private final JsonFeatureReader features;
    private final JsonTreeReader trees;
    private final Map<CtrKey, CtrTable> tables = new HashMap<>();
    private boolean hasTrees;
    private double scale = 1;
    private double[] bias = {};

    JsonModelReader(JsonDocument reader) {
        this.reader = reader;
        this.features = new JsonFeatureReader(reader);
        this.trees = new JsonTreeReader(reader);
    }

    ModelDocument read() throws IOException {
        reader.readObject(this::field);
        reader.expectEnd();
        if (!hasTrees) {
            throw new MalformedModelException(
                    "no CatBoost model: neither 'oblivious_trees' nor 'trees'");
        }
        int dimension = trees.dimension(bias.length);
        if (bias.length < dimension) {
            bias = Arrays.copyOf(bias, dimension); // versions that had none
        }
        return new ModelDocument(
                "json",
                features.floats(),
                features.floats().size(),
                features.categories(),
                List.of(),
                TextEstimates.none(),
                List.of(),
                EmbeddingEstimates.none(),
                features.oneHots(),
                features.ctrs(),
                tables,
                trees.trees(dimension),
                dimension,
                scale,
                bias,
                notes.info());
    }

    private void field(String name) throws IOException {
        switch (name) {
            case "ctr_data" -> readTables();
            case "features_info" -> features.read();
            case "model_info" -> reader.readObject(note -> notes.note(note, reader));
            case "oblivious_trees" -> {
                trees.readSymmetric();
                hasTrees = true;
            }
            case "trees" -> {
                trees.readNodes();
                hasTrees = true;
            }
            case "scale_and_bias" -> readScaleAndBias();
            default -> reader.skip();
        }
    }

    /** {@code null} if the model has no categorical features. */
    private void readTables() throws IOException {
        if (!reader.atObject()) {
            reader.skip();
            return;
        }
        reader.readObject(
                identifier -> {
                    CtrKey key = JsonCtrReader.keyIn(identifier);
                    tables.put(key, new JsonCtrReader(reader, key.type()).readTable());
                });
    }

    /** {@code [scale, [bias, ...]]}; early versions had one bias, without its own brackets. */
    private void readScaleAndBias() throws IOException {
        boolean[] seen = new boolean[1];
        reader.readArray(
                () -> {
                    if (!seen[0]) {
                        scale = reader.readDouble();
                        seen[0] = true;
                    } else {
                        bias =
                                reader.atArray()
                                        ? reader.readDoubles()
                                        : new double[] {reader.readDouble()};
                    }
                });
    }
}
