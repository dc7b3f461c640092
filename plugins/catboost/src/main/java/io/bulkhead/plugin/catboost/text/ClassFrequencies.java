package io.bulkhead.plugin.catboost.text;

import java.util.List;
import java.util.Map;

/**
 * How often the texts of each class had a token.
 *
 * @param byClass for each class the counts by the tokens' numbers
 * @param tokens how many tokens the texts of each class had
 */
public record ClassFrequencies(List<Map<Integer, Integer>> byClass, List<Long> tokens) {
    /** Copies the lists and maps. */
    public ClassFrequencies {
        byClass = byClass.stream().map(Map::copyOf).toList();
        tokens = List.copyOf(tokens);
    }

    int classCount() {
        return byClass.size();
    }

    /** 0 if there was none. */
    int of(int label, int token) {
        return byClass.get(label).getOrDefault(token, 0);
    }
}
