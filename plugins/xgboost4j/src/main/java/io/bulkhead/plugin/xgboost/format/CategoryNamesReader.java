package io.bulkhead.plugin.xgboost.format;

import io.bulkhead.plugin.trees.Categories;
import io.bulkhead.plugin.trees.MalformedModelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the names of categories, which files of XGBoost 3.1 and later have: for each feature
 * nothing, or texts one behind the other in UTF-8 with the places where they begin, or numbers.
 * Good for one model.
 */
final class CategoryNamesReader {
    private final DocumentReader reader;
    private final Map<Integer, Categories> byFeature = new HashMap<>();
    private int feature;
    private int[] offsets = {};
    private int[] bytes = {};
    private double[] numbers = {};
    private boolean numeric;

    CategoryNamesReader(DocumentReader reader) {
        this.reader = reader;
    }

    Map<Integer, Categories> read() throws IOException {
        reader.readObject(
                name -> {
                    if (name.equals("enc")) {
                        reader.readArray(this::readFeature);
                    } else {
                        reader.skip();
                    }
                });
        return byFeature;
    }

    private void readFeature() throws IOException {
        offsets = new int[0];
        bytes = new int[0];
        numbers = new double[0];
        numeric = false;
        reader.readObject(this::field);
        if (numbers.length > 0) {
            byFeature.put(feature, Categories.of(Arrays.stream(numbers).boxed().toList()));
        } else if (offsets.length > 1) {
            byFeature.put(feature, Categories.of(names()));
        }
        feature++;
    }

    private void field(String name) throws IOException {
        switch (name) {
            case "offsets" -> offsets = reader.readInts();
            case "type" -> {
                numeric = true; // and comes before the values
                reader.skip();
            }
            case "values" -> {
                if (numeric) {
                    numbers = reader.readDoubles();
                } else {
                    bytes = reader.readInts();
                }
            }
            default -> reader.skip();
        }
    }

    private List<String> names() throws MalformedModelException {
        byte[] text = new byte[bytes.length];
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) bytes[i];
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i + 1 < offsets.length; i++) {
            int from = offsets[i];
            int to = offsets[i + 1];
            if (from < 0 || to < from || to > text.length) {
                throw new MalformedModelException(
                        "a category from byte " + from + " to " + to + " of " + text.length);
            }
            names.add(new String(text, from, to - from, StandardCharsets.UTF_8));
        }
        return names;
    }
}
