package io.bulkhead.plugin.mllib.parquet;

import io.bulkhead.plugin.mllib.parquet.SchemaNode.Repetition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the tree of a schema from the flat list in a file's footer. */
final class SchemaReader {
    private static final int DEEPEST = 16;
    private static final int MAP = 1;
    private static final int MAP_KEY_VALUE = 2;
    private static final int LIST = 3;

    private final List<ThriftStruct> elements;
    private final List<SchemaNode> columns = new ArrayList<>();
    private int next;

    SchemaReader(List<ThriftStruct> elements) {
        this.elements = elements;
    }

    /** The root; its children are the fields of a row. */
    SchemaNode read() throws MalformedParquetException {
        return readNode(0, 0, 0);
    }

    /** The columns in order. */
    List<SchemaNode> columns() {
        return columns;
    }

    private SchemaNode readNode(int definition, int repetition, int depth)
            throws MalformedParquetException {
        if (next >= elements.size() || depth > DEEPEST) {
            throw new MalformedParquetException("its schema is broken");
        }
        ThriftStruct element = elements.get(next++);
        Repetition repeated = repetitionOf(element, depth);
        int definitions = definition + (repeated == Repetition.REQUIRED ? 0 : 1);
        int repetitions = repetition + (repeated == Repetition.REPEATED ? 1 : 0);
        Optional<Long> childCount = element.optionalWhole(5);
        int firstColumn = columns.size();
        if (childCount.isEmpty()) {
            return column(element, repeated, definitions, repetitions);
        }
        List<SchemaNode> children = new ArrayList<>();
        for (long i = 0; i < childCount.get(); i++) {
            children.add(readNode(definitions, repetitions, depth + 1));
        }
        if (children.isEmpty()) {
            throw new MalformedParquetException("its schema has a group without fields");
        }
        return new SchemaNode(
                element.text(4),
                repeated,
                null,
                definitions,
                repetitions,
                isList(element, children),
                List.copyOf(children),
                firstColumn);
    }

    private SchemaNode column(
            ThriftStruct element, Repetition repeated, int definitions, int repetitions)
            throws MalformedParquetException {
        @Nullable PhysicalType type = PhysicalType.numbered(element.whole(1));
        SchemaNode column =
                new SchemaNode(
                        element.text(4),
                        repeated,
                        type,
                        definitions,
                        repetitions,
                        false,
                        List.of(),
                        columns.size());
        columns.add(column);
        return column;
    }

    private static Repetition repetitionOf(ThriftStruct element, int depth)
            throws MalformedParquetException {
        long number = element.optionalWhole(3).orElse(0L);
        if (depth == 0) {
            return Repetition.REQUIRED;
        }
        return switch ((int) number) {
            case 0 -> Repetition.REQUIRED;
            case 1 -> Repetition.OPTIONAL;
            case 2 -> Repetition.REPEATED;
            default -> throw new MalformedParquetException("its schema is broken");
        };
    }

    private static boolean isList(ThriftStruct element, List<SchemaNode> children)
            throws MalformedParquetException {
        long converted = element.optionalWhole(6).orElse(-1L);
        boolean annotated = converted == LIST || converted == MAP || converted == MAP_KEY_VALUE;
        return annotated && children.size() == 1 && children.get(0).isRepeated();
    }
}
