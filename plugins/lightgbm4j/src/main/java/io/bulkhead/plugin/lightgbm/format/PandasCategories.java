package io.bulkhead.plugin.lightgbm.format;

import io.bulkhead.plugin.trees.Categories;
import io.bulkhead.plugin.trees.JsonDocument;
import io.bulkhead.plugin.trees.MalformedModelException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a file says at its end of features that were categories of a DataFrame: which features those
 * are, and the names of their categories in the order of their codes.
 */
final class PandasCategories {
    private static final String FEATURES = "[categorical_feature: ";
    private static final String NAMES = "pandas_categorical:";

    private PandasCategories() {}

    /** Reads on from the end of the trees; empty if there are no such features. */
    static Map<Integer, Categories> read(TextLines lines) throws MalformedModelException {
        String features = "";
        String names = "null";
        while (lines.next()) {
            if (lines.startsWith(FEATURES)) {
                features = lines.behind(FEATURES).replace("]", "");
            } else if (lines.startsWith(NAMES)) {
                names = lines.behind(NAMES);
            }
        }
        return byFeature(features, parsed(names));
    }

    private static Map<Integer, Categories> byFeature(String features, List<List<Object>> lists)
            throws MalformedModelException {
        String[] numbers = features.isBlank() ? new String[0] : features.strip().split(",", -1);
        Map<Integer, Categories> byFeature = new HashMap<>();
        if (numbers.length != lists.size()) {
            return byFeature; // features were named otherwise; then the model has codes only
        }
        for (int i = 0; i < numbers.length; i++) {
            try {
                byFeature.put(Integer.parseInt(numbers[i].strip()), Categories.of(lists.get(i)));
            } catch (NumberFormatException notANumber) {
                throw new MalformedModelException(
                        "categorical_feature: '" + numbers[i] + "' is no feature", notANumber);
            }
        }
        return byFeature;
    }

    private static List<List<Object>> parsed(String text) throws MalformedModelException {
        List<List<Object>> lists = new ArrayList<>();
        try (JsonDocument json = JsonDocument.of(text)) {
            if (json.atArray()) {
                json.readArray(() -> lists.add(list(json)));
            }
            return lists;
        } catch (IOException broken) {
            throw new MalformedModelException(
                    "pandas_categorical is no list of lists of categories", broken);
        }
    }

    private static List<Object> list(JsonDocument json) throws IOException {
        List<Object> values = new ArrayList<>();
        json.readArray(() -> values.add(category(json)));
        return values;
    }

    private static Object category(JsonDocument json) throws IOException {
        if (json.atNumber()) {
            return json.readDouble();
        }
        return json.atFlag() ? (Object) json.readFlag() : json.readText();
    }
}
