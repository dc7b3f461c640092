package io.bulkhead.plugin.catboost.format;

import io.bulkhead.plugin.trees.JsonDocument;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code features_info} of the JSON format. Good for one model. */
final class JsonFeatureReader {
    private final JsonDocument reader;
    private final List<FloatFeature> floats = new ArrayList<>();
    private final List<CategoricalFeature> categories = new ArrayList<>();
    private final List<OneHotFeature> oneHots = new ArrayList<>();
    private final List<CtrFeature> ctrs = new ArrayList<>();

    JsonFeatureReader(JsonDocument reader) {
        this.reader = reader;
    }

    List<FloatFeature> floats() {
        return floats;
    }

    List<CategoricalFeature> categories() {
        return categories;
    }

    List<OneHotFeature> oneHots() {
        return oneHots;
    }

    List<CtrFeature> ctrs() {
        return ctrs;
    }

    void read() throws IOException {
        reader.readObject(
                name -> {
                    switch (name) {
                        case "float_features" -> reader.readArray(() -> new Feature().readFloat());
                        case "categorical_features" ->
                                reader.readArray(() -> new Feature().readCategory());
                        case "ctrs" -> reader.readArray(() -> new Ctr().read());
                        default -> reader.skip();
                    }
                });
    }

    /** A feature of the rows. */
    private final class Feature {
        private int index = -1;
        private int column = -1;
        private String id = "";
        private String name = "";
        private float[] borders = {};
        private int[] values = {};
        private boolean missingIsLargest;

        void readFloat() throws IOException {
            reader.readObject(this::field);
            floats.add(new FloatFeature(index, column, name(), borders, missingIsLargest));
        }

        void readCategory() throws IOException {
            reader.readObject(this::field);
            categories.add(new CategoricalFeature(index, column, name()));
            if (values.length > 0) {
                oneHots.add(new OneHotFeature(index, values));
            }
        }

        private String name() {
            return name.isEmpty() ? id : name;
        }

        private void field(String field) throws IOException {
            switch (field) {
                case "feature_index" -> index = reader.readInt();
                case "flat_feature_index" -> column = reader.readInt();
                case "feature_id" -> id = reader.readText();
                case "feature_name" -> name = reader.readText();
                case "borders" -> borders = floatsOrNone();
                case "values" -> values = reader.readInts();
                case "nan_value_treatment" -> missingIsLargest = reader.readText().equals("AsTrue");
                default -> reader.skip();
            }
        }
    }

    /** CatBoost writes an empty list as {@code null}. */
    private float[] floatsOrNone() throws IOException {
        if (reader.atArray()) {
            return reader.readFloats();
        }
        reader.skip();
        return new float[0];
    }

    /** A feature computed from target statistics. */
    private final class Ctr {
        private FeatureCombination combination =
                new FeatureCombination(List.of(), List.of(), List.of());
        private CtrType type = CtrType.BORDERS;
        private int targetBorder;
        private float numerator;
        private float denominator = 1;
        private float shift;
        private float scale = 1;
        private float[] borders = {};

        void read() throws IOException {
            reader.readObject(this::field);
            CtrKey key = new CtrKey(combination, type, 0);
            ctrs.add(
                    new CtrFeature(
                            key, targetBorder, numerator, denominator, shift, scale, borders));
        }

        private void field(String field) throws IOException {
            switch (field) {
                case "elements" -> combination = JsonCtrReader.readCombination(reader);
                case "ctr_type" -> type = CtrType.ofName(reader.readText());
                case "target_border_idx" -> targetBorder = reader.readInt();
                case "prior_numerator" -> numerator = reader.readFloat();
                case "prior_denomerator" -> denominator = reader.readFloat(); // as it is spelt
                case "shift" -> shift = reader.readFloat();
                case "scale" -> scale = reader.readFloat();
                case "borders" -> borders = floatsOrNone();
                default -> reader.skip();
            }
        }
    }
}
