package io.bulkhead.plugin.xgboost.format;

import io.bulkhead.plugin.trees.MalformedModelException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The sets of categories of one tree's categorical splits, by node. */
final class CategorySets {
    /** Also XGBoost's limit: larger category numbers cannot be told apart in a float. */
    private static final int MAX_CATEGORY = 1 << 24;

    static final CategorySets NONE = new CategorySets(Map.of());

    private final Map<Integer, int[]> byNode;

    private CategorySets(Map<Integer, int[]> byNode) {
        this.byNode = byNode;
    }

    /** Each of the nodes has a slice of the categories, given by its start and length. */
    static CategorySets of(int[] nodes, int[] starts, int[] sizes, int[] categories)
            throws MalformedModelException {
        if (nodes.length == 0) {
            return NONE;
        }
        if (starts.length != nodes.length || sizes.length != nodes.length) {
            throw new MalformedModelException(
                    nodes.length + " categorical nodes, but " + starts.length + " segments");
        }
        for (int category : categories) {
            if (category < 0 || category >= MAX_CATEGORY) {
                throw new MalformedModelException("no legal category: " + category);
            }
        }
        Map<Integer, int[]> byNode = new HashMap<>();
        for (int i = 0; i < nodes.length; i++) {
            long end = (long) starts[i] + sizes[i];
            if (starts[i] < 0 || sizes[i] < 0 || end > categories.length) {
                throw new MalformedModelException(
                        "a segment of categories up to " + end + " of " + categories.length);
            }
            byNode.put(nodes[i], Arrays.copyOfRange(categories, starts[i], (int) end));
        }
        return new CategorySets(byNode);
    }

    boolean has(int node) {
        return byNode.containsKey(node);
    }

    int[] of(int node) {
        return byNode.getOrDefault(node, new int[0]).clone();
    }
}
