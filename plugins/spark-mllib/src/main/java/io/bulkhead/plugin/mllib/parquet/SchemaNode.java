package io.bulkhead.plugin.mllib.parquet;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field of the file's schema.
 *
 * @param repetition whether it may be missing or repeated
 * @param type of a column's values; null for a group
 * @param maxDefinition how many fields on the way here may be missing or repeated, this one
 *     included
 * @param maxRepetition how many of them may be repeated
 * @param list whether it is a group that stands for a list or a map
 * @param children of a group
 * @param firstColumn the number of the first column in or under it
 */
record SchemaNode(
        String name,
        Repetition repetition,
        @Nullable PhysicalType type,
        int maxDefinition,
        int maxRepetition,
        boolean list,
        List<SchemaNode> children,
        int firstColumn) {
    enum Repetition {
        REQUIRED,
        OPTIONAL,
        REPEATED
    }

    boolean isColumn() {
        return type != null;
    }

    boolean isRepeated() {
        return repetition == Repetition.REPEATED;
    }
}
