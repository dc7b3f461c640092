package io.bulkhead.plugin.mlflow.schema;

import io.bulkhead.api.codec.Table;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.mlflow.signature.Schema;
import io.bulkhead.plugin.mlflow.value.Payload;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds input to a model's signature as MLflow does before it predicts: columns by name in the
 * signature's order, those that it does not have left out, values widened and never cut; tensors of
 * just the dtype and shape. Without a signature, input is taken as it comes.
 */
public final class SchemaRules {
    private final Optional<Schema> schema;

    /**
     * @param schema of the model's inputs, if it has one
     */
    public SchemaRules(Optional<Schema> schema) {
        this.schema = schema;
    }

    /**
     * The input as the model is to get it.
     *
     * @throws ServingException {@code UNPROCESSABLE} if it does not fit the signature
     */
    public Payload enforce(Payload input) {
        if (schema.isEmpty()) {
            return input;
        }
        if (schema.get() instanceof Schema.Columns columns) {
            return new Payload.Frame(columns(columns, table(input)));
        }
        return tensors((Schema.Tensors) schema.get(), input);
    }

    private static Table table(Payload input) {
        if (input instanceof Payload.Frame frame) {
            return frame.table();
        }
        return input instanceof Payload.Array array
                ? Matrices.table(array.tensor())
                : Matrices.table(((Payload.Named) input).tensors().values());
    }

    private static Table columns(Schema.Columns schema, Table table) {
        List<Tensor> enforced = new ArrayList<>(schema.size());
        if (!schema.named()) {
            requireCount(schema, table);
            for (int i = 0; i < schema.size(); i++) {
                Schema.Column column = schema.columns().get(i);
                enforced.add(
                        ColumnRules.enforce(
                                table.columns().get(i), column.type(), column.required()));
            }
            return Table.of(enforced);
        }
        List<String> missing = new ArrayList<>();
        for (Schema.Column column : schema.columns()) {
            String name = column.name().orElseThrow();
            Optional<Tensor> found = table.column(name);
            if (found.isPresent()) {
                enforced.add(ColumnRules.enforce(found.get(), column.type(), column.required()));
            } else if (column.required()) {
                missing.add(name);
            }
        }
        requireNone(missing, table.columnNames());
        return Table.of(enforced);
    }

    private static void requireCount(Schema.Columns schema, Table table) {
        if (table.columns().size() < schema.size()) {
            throw ServingException.unprocessable(
                    "Model inference is missing inputs: its signature has "
                            + schema.size()
                            + " columns, found "
                            + table.columns().size());
        }
    }

    private static void requireNone(List<String> missing, Collection<String> found) {
        if (!missing.isEmpty()) {
            throw ServingException.unprocessable(
                    "Model is missing inputs " + quoted(missing) + "; found " + quoted(found));
        }
    }

    private static List<String> quoted(Collection<String> names) {
        return names.stream().map(name -> "'" + name + "'").toList();
    }

    private static Payload tensors(Schema.Tensors schema, Payload input) {
        return schema.named() ? named(schema, input) : new Payload.Array(unnamed(schema, input));
    }

    private static Tensor unnamed(Schema.Tensors schema, Payload input) {
        Schema.TensorSpec spec = schema.tensors().get(0);
        if (input instanceof Payload.Array array) {
            return TensorRules.require(array.tensor(), spec);
        }
        if (!(input instanceof Payload.Frame frame)) {
            throw ServingException.unprocessable(
                    "the model's signature wants one array, found several by name");
        }
        Table table = frame.table();
        if (table.columns().size() == 1) {
            return TensorRules.ofColumn(table.columns().get(0), spec);
        }
        Shape wanted = Shape.of(Shape.ANY, table.columns().size());
        if (!spec.shape().equals(wanted)) {
            throw ServingException.unprocessable(
                    "the model's signature wants one array of shape "
                            + spec.shape()
                            + ", found a table of "
                            + table.columns().size()
                            + " columns");
        }
        return TensorRules.require(Matrices.matrix(table), spec);
    }

    private static Payload named(Schema.Tensors schema, Payload input) {
        Map<String, Tensor> given = given(schema, input);
        Map<String, Tensor> enforced = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        boolean frame = input instanceof Payload.Frame;
        for (Schema.TensorSpec spec : schema.tensors()) {
            String name = spec.name().orElseThrow();
            Tensor tensor = given.get(name);
            if (tensor == null) {
                missing.add(name);
            } else {
                enforced.put(
                        name,
                        frame
                                ? TensorRules.ofColumn(tensor, spec)
                                : TensorRules.require(tensor, spec));
            }
        }
        requireNone(missing, given.keySet());
        return new Payload.Named(enforced);
    }

    private static Map<String, Tensor> given(Schema.Tensors schema, Payload input) {
        if (input instanceof Payload.Named named) {
            return named.tensors();
        }
        Map<String, Tensor> given = new LinkedHashMap<>();
        if (input instanceof Payload.Frame frame) {
            frame.table().columns().forEach(column -> given.put(column.name(), column));
        } else if (schema.size() == 1) {
            String only = schema.tensors().get(0).name().orElseThrow();
            given.put(only, ((Payload.Array) input).tensor().withName(only));
        } else {
            throw ServingException.unprocessable(
                    "the model's signature wants several arrays by name, found one without");
        }
        return given;
    }
}
