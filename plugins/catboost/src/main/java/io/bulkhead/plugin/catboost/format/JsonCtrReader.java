package io.bulkhead.plugin.catboost.format;

import io.bulkhead.plugin.catboost.format.FeatureCombination.FloatSplit;
import io.bulkhead.plugin.catboost.format.FeatureCombination.OneHotSplit;
import io.bulkhead.plugin.trees.DoubleBuilder;
import io.bulkhead.plugin.trees.JsonDocument;
import io.bulkhead.plugin.trees.MalformedModelException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads one table of target statistics of the JSON format: hashes as text, each followed by its
 * numbers. Good for one table.
 */
final class JsonCtrReader {
    private static final String EMPTY_BUCKET = "18446744073709551615";

    private final JsonDocument reader;
    private final CtrType type;
    private final DoubleBuilder numbers = new DoubleBuilder();
    private long[] hashes = new long[16];
    private int hashCount;
    private int stride;
    private int denominator;

    JsonCtrReader(JsonDocument reader, CtrType type) {
        this.reader = reader;
        this.type = type;
    }

    CtrTable readTable() throws IOException {
        reader.readObject(this::field);
        int width = stride - 1;
        if (width < 1 || (long) hashCount * width != numbers.size()) {
            throw reader.malformed(
                    hashCount + " hashes with " + numbers.size() + " numbers, " + width + " each");
        }
        double[] values = numbers.toArray();
        return type.isMean() ? means(values) : counts(values, width);
    }

    private void field(String name) throws IOException {
        switch (name) {
            case "hash_map" -> readMap();
            case "hash_stride" -> stride = reader.readInt();
            case "counter_denominator" -> denominator = reader.readInt();
            default -> reader.skip();
        }
    }

    private void readMap() throws IOException {
        reader.readArray(
                () -> {
                    if (reader.atText()) {
                        addHash(reader.readText());
                    } else {
                        numbers.add(reader.readDouble());
                    }
                });
    }

    private void addHash(String text) throws MalformedModelException {
        if (hashCount == hashes.length) {
            hashes = Arrays.copyOf(hashes, Math.multiplyExact(hashCount, 2));
        }
        try {
            hashes[hashCount++] = Long.parseUnsignedLong(text);
        } catch (NumberFormatException notANumber) {
            throw new MalformedModelException(
                    "no hash: '" + JsonDocument.abbreviated(text) + "'", notANumber);
        }
    }

    private CtrTable means(double[] values) throws MalformedModelException {
        float[] sums = new float[hashCount];
        int[] counts = new int[hashCount];
        for (int i = 0; i < hashCount && 2 * i + 1 < values.length; i++) {
            sums[i] = (float) values[2 * i];
            counts[i] = (int) values[2 * i + 1];
        }
        return table(counts, sums, 1);
    }

    private CtrTable counts(double[] values, int width) throws MalformedModelException {
        int[] counts = new int[values.length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = (int) values[i];
        }
        return table(counts, new float[0], width);
    }

    /** Puts the hashes into buckets again, at most half of which are taken. */
    private CtrTable table(int[] counts, float[] sums, int width) throws MalformedModelException {
        int size = Math.max(2, Integer.highestOneBit(hashCount) * 4);
        long empty = Long.parseUnsignedLong(EMPTY_BUCKET);
        long[] buckets = new long[size];
        Arrays.fill(buckets, empty);
        int[] rows = new int[size];
        for (int row = 0; row < hashCount; row++) {
            // CatBoost writes its empty buckets as well, with the numbers of the first row.
            if (hashes[row] == empty) {
                continue;
            }
            int bucket = (int) hashes[row] & (size - 1);
            while (buckets[bucket] != empty) {
                bucket = (bucket + 1) & (size - 1);
            }
            buckets[bucket] = hashes[row];
            rows[bucket] = row;
        }
        return new CtrTable(buckets, rows, counts, sums, width, denominator);
    }

    /** The key that is written as JSON in the name of a field. */
    static CtrKey keyIn(String identifier) throws IOException {
        List<FeatureCombination> combinations = new ArrayList<>();
        List<CtrType> types = new ArrayList<>();
        try (JsonDocument reader = JsonDocument.of(identifier)) {
            reader.readObject(
                    name -> {
                        switch (name) {
                            case "identifier" -> combinations.add(readCombination(reader));
                            case "type" -> types.add(CtrType.ofName(reader.readText()));
                            default -> reader.skip();
                        }
                    });
        }
        if (combinations.size() != 1 || types.size() != 1) {
            throw new MalformedModelException(
                    "no name of target statistics: '" + JsonDocument.abbreviated(identifier) + "'");
        }
        return new CtrKey(combinations.get(0), types.get(0), 0);
    }

    static FeatureCombination readCombination(JsonDocument reader) throws IOException {
        List<Integer> categories = new ArrayList<>();
        List<FloatSplit> floats = new ArrayList<>();
        List<OneHotSplit> oneHots = new ArrayList<>();
        reader.readArray(
                () -> {
                    CombinationElement element = new CombinationElement(reader);
                    reader.readObject(element::field);
                    element.addTo(categories, floats, oneHots);
                });
        return new FeatureCombination(categories, floats, oneHots);
    }

    /** One element of a combination; which kind it is comes after what it says. */
    private static final class CombinationElement {
        private final JsonDocument reader;
        private String kind = "";
        private int feature = -1;
        private int value;
        private float border;

        CombinationElement(JsonDocument reader) {
            this.reader = reader;
        }

        void field(String name) throws IOException {
            switch (name) {
                case "combination_element" -> kind = reader.readText();
                case "cat_feature_index", "float_feature_index" -> feature = reader.readInt();
                case "value" -> value = reader.readInt();
                case "border" -> border = reader.readFloat();
                default -> reader.skip();
            }
        }

        void addTo(List<Integer> categories, List<FloatSplit> floats, List<OneHotSplit> oneHots)
                throws MalformedModelException {
            switch (kind) {
                case "cat_feature_value" -> categories.add(feature);
                case "float_feature" -> floats.add(new FloatSplit(feature, border));
                case "cat_feature_exact_value" -> oneHots.add(new OneHotSplit(feature, value));
                default -> throw reader.malformed("an unknown combination of features");
            }
        }
    }
}
