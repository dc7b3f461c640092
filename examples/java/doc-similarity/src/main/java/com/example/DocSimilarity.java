package com.example;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.typed.Predict;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** MLServer's document similarity example, with counted words in the place of spaCy's vectors. */
public final class DocSimilarity {
    @Predict(computeOnly = true)
    double similarity(List<String> docs) {
        if (docs.size() != 2) {
            throw ServingException.unprocessable(
                    "input 'docs': two documents are wanted, found " + docs.size());
        }
        Map<String, Integer> first = words(docs.get(0));
        Map<String, Integer> second = words(docs.get(1));
        double lengths = Math.sqrt((double) dot(first, first) * dot(second, second));
        return lengths == 0 ? 0 : dot(first, second) / lengths;
    }

    private static Map<String, Integer> words(String text) {
        Map<String, Integer> counts = new HashMap<>();
        for (String word : text.toLowerCase(Locale.ROOT).split("\\W+")) {
            if (!word.isEmpty()) {
                counts.merge(word, 1, Integer::sum);
            }
        }
        return counts;
    }

    private static long dot(Map<String, Integer> left, Map<String, Integer> right) {
        return left.entrySet().stream()
                .mapToLong(word -> (long) word.getValue() * right.getOrDefault(word.getKey(), 0))
                .sum();
    }
}
