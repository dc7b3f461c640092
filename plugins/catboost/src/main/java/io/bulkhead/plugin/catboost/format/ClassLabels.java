package io.bulkhead.plugin.catboost.format;

import io.bulkhead.plugin.trees.JsonDocument;
import io.bulkhead.plugin.trees.MalformedModelException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The classes of a classifier as the training data named them.
 *
 * @param type of the names
 * @param names in the order of the model's values
 */
public record ClassLabels(Type type, List<String> names) {
    /** Copies the list. */
    public ClassLabels {
        names = List.copyOf(names);
    }

    /** Classes that are called by their numbers. */
    public static ClassLabels numbers(int count) {
        return new ClassLabels(
                Type.INTEGER, IntStream.range(0, count).mapToObj(String::valueOf).toList());
    }

    /** What the labels of the training data were. */
    public enum Type {
        INTEGER("Integer"),
        FLOAT("Float"),
        STRING("String"),
        BOOLEAN("Boolean");

        private final String jsonName;

        Type(String jsonName) {
            this.jsonName = jsonName;
        }

        static Type ofName(String name) throws MalformedModelException {
            for (Type type : values()) {
                if (type.jsonName.equals(name)) {
                    return type;
                }
            }
            throw new MalformedModelException(
                    "class labels of type '" + JsonDocument.abbreviated(name) + "'");
        }
    }
}
