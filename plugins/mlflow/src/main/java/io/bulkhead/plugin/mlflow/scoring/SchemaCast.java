package io.bulkhead.plugin.mlflow.scoring;

import io.bulkhead.api.codec.Table;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.mlflow.schema.Matrices;
import io.bulkhead.plugin.mlflow.signature.ColumnType;
import io.bulkhead.plugin.mlflow.signature.ScalarType;
import io.bulkhead.plugin.mlflow.signature.Schema;
import io.bulkhead.plugin.mlflow.value.Payload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes of a body's values what the signature says they are: JSON has one kind of number, CSV only
 * text. Whether all is there, and of the right shape, is not asked here.
 */
final class SchemaCast {
    private final Optional<Schema> schema;
    private final Map<String, ColumnType> columnTypes = new HashMap<>();
    private final Map<String, Datatype> tensorTypes = new HashMap<>();

    SchemaCast(Optional<Schema> schema) {
        this.schema = schema;
        if (schema.orElse(null) instanceof Schema.Columns columns) {
            columns.columns()
                    .forEach(c -> c.name().ifPresent(name -> columnTypes.put(name, c.type())));
        } else if (schema.orElse(null) instanceof Schema.Tensors tensors) {
            tensors.tensors()
                    .forEach(t -> t.name().ifPresent(name -> tensorTypes.put(name, t.datatype())));
        }
    }

    /** Columns that are text, whatever they look like. */
    Set<String> textColumns() {
        Set<String> names = new HashSet<>();
        columnTypes.forEach(
                (name, type) -> {
                    if (!(type instanceof ScalarType scalar) || !scalar.isNumeric()) {
                        names.add(name);
                    }
                });
        return names;
    }

    /** Whether some column holds lists or objects. */
    boolean hasNestedColumns() {
        return schema.orElse(null) instanceof Schema.Columns columns
                && columns.columns().stream()
                        .anyMatch(column -> !(column.type() instanceof ScalarType));
    }

    Payload cast(ScoringInput input) {
        if (input instanceof ScoringInput.Frame frame) {
            Table table = table(frame);
            // An estimator that was fitted with names takes numbered columns for an array.
            return schema.isEmpty() && !frame.isNamed() && isNumeric(table)
                    ? new Payload.Array(Matrices.matrix(table))
                    : new Payload.Frame(table);
        }
        if (input instanceof ScoringInput.Array array) {
            return array(array);
        }
        return named((ScoringInput.Named) input);
    }

    private static boolean isNumeric(Table table) {
        return !table.columns().isEmpty()
                && table.columns().stream().allMatch(c -> c.data() instanceof NumericData);
    }

    private Table table(ScoringInput.Frame frame) {
        List<Tensor> columns = new ArrayList<>(frame.columns().size());
        int index = 0;
        for (Map.Entry<String, Series> column : frame.columns().entrySet()) {
            columns.add(column(index++, column.getKey(), column.getValue()));
        }
        return Table.of(columns);
    }

    private Tensor column(int index, String name, Series series) {
        Shape shape = Shape.of(series.size());
        if (schema.orElse(null) instanceof Schema.Columns columns) {
            Optional<ColumnType> type = columnType(columns, index, name);
            return type.isPresent()
                    ? SeriesTensors.cast(name, shape, series, type.get())
                    : SeriesTensors.natural(name, shape, series);
        }
        Optional<Datatype> datatype = tensorType(name);
        boolean lists =
                series.kind() == Series.Kind.OBJECTS
                        && series.size() > 0
                        && series.valueAt(0) instanceof List;
        return datatype.isPresent() && !lists
                ? SeriesTensors.cast(name, shape, series, datatype.get())
                : SeriesTensors.natural(name, shape, series);
    }

    private Optional<ColumnType> columnType(Schema.Columns columns, int index, String name) {
        if (columns.named()) {
            return Optional.ofNullable(columnTypes.get(name));
        }
        return index < columns.size()
                ? Optional.of(columns.columns().get(index).type())
                : Optional.empty();
    }

    private Optional<Datatype> tensorType(String name) {
        if (!(schema.orElse(null) instanceof Schema.Tensors tensors)) {
            return Optional.empty();
        }
        return tensors.named()
                ? Optional.ofNullable(tensorTypes.get(name))
                : Optional.of(tensors.tensors().get(0).datatype());
    }

    private Payload array(ScoringInput.Array array) {
        Optional<String> only = onlyName();
        if (only.isPresent()) {
            return named(new ScoringInput.Named(Map.of(only.get(), array)));
        }
        Optional<Datatype> datatype = arrayType();
        return new Payload.Array(
                datatype.isPresent()
                        ? SeriesTensors.cast("x", array.shape(), array.values(), datatype.get())
                        : SeriesTensors.natural("x", array.shape(), array.values()));
    }

    /** The name that one array without a name can only stand for. */
    private Optional<String> onlyName() {
        return schema.filter(s -> s.size() == 1 && s.named())
                .map(
                        s ->
                                s instanceof Schema.Columns columns
                                        ? columns.columns().get(0).name().orElseThrow()
                                        : ((Schema.Tensors) s)
                                                .tensors()
                                                .get(0)
                                                .name()
                                                .orElseThrow());
    }

    private Optional<Datatype> arrayType() {
        if (schema.orElse(null) instanceof Schema.Columns columns && !columns.named()) {
            return columns.columns().stream()
                    .map(Schema.Column::type)
                    .distinct()
                    .reduce((a, b) -> new ColumnType.AnyType())
                    .flatMap(
                            type ->
                                    type instanceof ScalarType scalar && scalar.isNumeric()
                                            ? Optional.of(scalar.datatype())
                                            : Optional.empty());
        }
        return tensorType("");
    }

    private Payload named(ScoringInput.Named named) {
        boolean columns = schema.orElse(null) instanceof Schema.Columns;
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        named.arrays()
                .forEach(
                        (name, array) ->
                                tensors.put(
                                        name, columns ? column(name, array) : tensor(name, array)));
        if (!columns) {
            return new Payload.Named(tensors);
        }
        requireOneLength(tensors);
        return new Payload.Frame(Table.of(List.copyOf(tensors.values())));
    }

    private Tensor tensor(String name, ScoringInput.Array array) {
        return tensorType(name)
                .map(type -> SeriesTensors.cast(name, array.shape(), array.values(), type))
                .orElseGet(() -> SeriesTensors.natural(name, array.shape(), array.values()));
    }

    private Tensor column(String name, ScoringInput.Array array) {
        Shape shape = array.shape();
        boolean single = shape.rank() == 2 && shape.dimension(1) == 1;
        if (shape.rank() > 1 && !single) {
            throw ServingException.invalidArgument(
                    "Failed to convert column '"
                            + name
                            + "': a list of plain values is wanted, found shape "
                            + shape);
        }
        Shape column = Shape.of(array.values().size());
        ColumnType type = columnTypes.get(name);
        return type == null
                ? SeriesTensors.natural(name, column, array.values())
                : SeriesTensors.cast(name, column, array.values(), type);
    }

    private static void requireOneLength(Map<String, Tensor> columns) {
        if (columns.values().stream().mapToInt(Tensor::size).distinct().count() > 1) {
            throw ServingException.invalidArgument(
                    "The length of values for each input/column name are not the same");
        }
    }
}
