package io.bulkhead.plugin.mlflow.signature;

import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What goes into a model or comes out of it: columns of a table, or tensors. */
public sealed interface Schema {
    /** How many there are. */
    int size();

    /** Whether they have names; all have or none has. */
    boolean named();

    /**
     * A column.
     *
     * @param name empty if it has none
     * @param required whether a request must have it
     */
    record Column(Optional<String> name, ColumnType type, boolean required) {
        @Override
        public String toString() {
            return name.map(n -> "'" + n + "': ").orElse("")
                    + type
                    + (required ? "" : " (optional)");
        }
    }

    /** A table. */
    record Columns(List<Column> columns) implements Schema {
        /** Copies the list. */
        public Columns {
            columns = List.copyOf(columns);
        }

        @Override
        public int size() {
            return columns.size();
        }

        @Override
        public boolean named() {
            return columns.stream().allMatch(column -> column.name().isPresent());
        }

        @Override
        public String toString() {
            return columns.stream().map(Column::toString).collect(Collectors.joining(", "));
        }
    }

    /**
     * A tensor.
     *
     * @param name empty if it has none
     * @param dtype as numpy calls it
     * @param shape {@code -1} where any size is taken
     */
    record TensorSpec(Optional<String> name, String dtype, Datatype datatype, Shape shape) {
        @Override
        public String toString() {
            return name.map(n -> "'" + n + "': ").orElse("") + dtype + " " + shape;
        }
    }

    /** Tensors; one if they have no names. */
    record Tensors(List<TensorSpec> tensors) implements Schema {
        /** Copies the list. */
        public Tensors {
            tensors = List.copyOf(tensors);
        }

        @Override
        public int size() {
            return tensors.size();
        }

        @Override
        public boolean named() {
            return tensors.stream().allMatch(tensor -> tensor.name().isPresent());
        }

        @Override
        public String toString() {
            return tensors.stream().map(TensorSpec::toString).collect(Collectors.joining(", "));
        }
    }
}
