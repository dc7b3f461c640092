package io.bulkhead.plugin.mllib.parquet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts rows together out of columns: what each column's levels say about lists and nulls. */
final class RowAssembler {
    private final SchemaNode root;
    private final List<ColumnValues> columns;
    private final int[] entry;
    private final int[] value;

    RowAssembler(SchemaNode root, List<ColumnValues> columns) {
        this.root = root;
        this.columns = columns;
        this.entry = new int[columns.size()];
        this.value = new int[columns.size()];
    }

    List<Group> rows(long count) throws MalformedParquetException {
        List<Group> rows = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            rows.add(readGroup(root));
        }
        return rows;
    }

    private Group readGroup(SchemaNode node) throws MalformedParquetException {
        Map<String, @Nullable Object> values = new HashMap<>();
        for (SchemaNode child : node.children()) {
            values.put(child.name(), readField(child));
        }
        return new Group(values);
    }

    private @Nullable Object readField(SchemaNode node) throws MalformedParquetException {
        if (node.isRepeated()) { // a list without a group around it, as in very old files
            return readElements(node, node);
        }
        if (definition(node) < node.maxDefinition()) {
            skip(node);
            return null;
        }
        if (node.list()) {
            SchemaNode repeated = node.children().get(0);
            return readElements(repeated, elementOf(repeated));
        }
        return node.isColumn() ? readValue(node) : readGroup(node);
    }

    /** {@code repeated group list { element }}, or the element itself repeated. */
    private static SchemaNode elementOf(SchemaNode repeated) {
        boolean wrapped = !repeated.isColumn() && repeated.children().size() == 1;
        return wrapped ? repeated.children().get(0) : repeated;
    }

    private Object readElements(SchemaNode repeated, SchemaNode element)
            throws MalformedParquetException {
        boolean none = definition(repeated) < repeated.maxDefinition();
        if (none) {
            skip(repeated);
        }
        PhysicalType type = element.type();
        if (type == null || type.isText()) {
            return none ? List.of() : readObjects(repeated, element);
        }
        if (type.isFloating()) {
            return none ? new double[0] : readNumbers(repeated, element);
        }
        return none ? new long[0] : readWholes(repeated, element);
    }

    private List<@Nullable Object> readObjects(SchemaNode repeated, SchemaNode element)
            throws MalformedParquetException {
        List<@Nullable Object> elements = new ArrayList<>();
        do {
            elements.add(element.isRepeated() ? readElement(element) : readField(element));
        } while (continues(repeated));
        return elements;
    }

    private Object readElement(SchemaNode element) throws MalformedParquetException {
        return element.isColumn() ? readValue(element) : readGroup(element);
    }

    private double[] readNumbers(SchemaNode repeated, SchemaNode element)
            throws MalformedParquetException {
        ColumnValues column = columns.get(element.firstColumn());
        double[] numbers = new double[8];
        int count = 0;
        do {
            requirePresent(element);
            if (count == numbers.length) {
                numbers = Arrays.copyOf(numbers, count * 2);
            }
            numbers[count++] = column.number(nextValue(element));
        } while (continues(repeated));
        return Arrays.copyOf(numbers, count);
    }

    private long[] readWholes(SchemaNode repeated, SchemaNode element)
            throws MalformedParquetException {
        ColumnValues column = columns.get(element.firstColumn());
        long[] wholes = new long[8];
        int count = 0;
        do {
            requirePresent(element);
            if (count == wholes.length) {
                wholes = Arrays.copyOf(wholes, count * 2);
            }
            wholes[count++] = column.whole(nextValue(element));
        } while (continues(repeated));
        return Arrays.copyOf(wholes, count);
    }

    private void requirePresent(SchemaNode element) throws MalformedParquetException {
        if (definition(element) < element.maxDefinition()) {
            throw new MalformedParquetException("a list of numbers with a gap");
        }
    }

    private Object readValue(SchemaNode node) throws MalformedParquetException {
        ColumnValues column = columns.get(node.firstColumn());
        int index = nextValue(node);
        if (column.type().isFloating()) {
            return column.number(index);
        }
        return column.type().isText() ? (Object) column.text(index) : column.whole(index);
    }

    private int nextValue(SchemaNode node) throws MalformedParquetException {
        int column = node.firstColumn();
        if (value[column] >= columns.get(column).valueCount()) {
            throw new MalformedParquetException("a column has fewer values than its levels say");
        }
        entry[column]++;
        return value[column]++;
    }

    private int definition(SchemaNode node) throws MalformedParquetException {
        int column = node.firstColumn();
        if (entry[column] >= columns.get(column).entryCount()) {
            throw new MalformedParquetException("a column has fewer rows than others");
        }
        return columns.get(column).definition(entry[column]);
    }

    private boolean continues(SchemaNode repeated) {
        int column = repeated.firstColumn();
        ColumnValues values = columns.get(column);
        return entry[column] < values.entryCount()
                && values.repetition(entry[column]) == repeated.maxRepetition();
    }

    /** Nothing is there: each column under the node has one entry that says so. */
    private void skip(SchemaNode node) throws MalformedParquetException {
        if (node.isColumn()) {
            definition(node);
            entry[node.firstColumn()]++;
            return;
        }
        for (SchemaNode child : node.children()) {
            skip(child);
        }
    }
}
