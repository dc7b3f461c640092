package io.bulkhead.host.codec.content;

import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.codec.Table;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Content type {@code pd}: one column per input, one output per column.
 *
 * <p>MLServer fills columns that are too short with NaN, flattens wide ones and keeps the last of
 * two that share a name. All three change the client's values without a word, so they are refused
 * here.
 */
final class TableCodec implements RequestDecoder {
    private static final Parameters TEXT = Parameters.ofContentType(ContentType.STR);
    private static final Parameters JSON = Parameters.ofContentType(JsonFormat.CONTENT_TYPE);

    @Override
    public Table decode(InferenceRequest request, Map<String, Object> decodedInputs) {
        List<Tensor> inputs = request.inputs();
        Set<String> names = new HashSet<>();
        List<Tensor> columns = new ArrayList<>(inputs.size());
        for (Tensor input : inputs) {
            if (!names.add(input.name())) {
                throw ServingException.unprocessable(
                        "two inputs '" + input.name() + "': the columns of a table need own names");
            }
            Object decoded = decodedInputs.get(input.name());
            columns.add(column(input.name(), decoded == null ? input : decoded));
        }
        requireEqualLengths(columns);
        return Table.of(columns);
    }

    private static Tensor column(String name, Object value) {
        if (!(value instanceof Tensor tensor)) {
            throw ServingException.unprocessable(
                    "input '" + name + "': its content type does not give a column of a table");
        }
        Shape shape = tensor.shape();
        if (shape.rank() > 1 && tensor.size() != shape.dimension(0)) {
            throw ServingException.unprocessable(
                    "input '"
                            + name
                            + "': a column of a table has shape [N] or [N,1], found "
                            + shape);
        }
        return tensor.withName(name).withShape(Shape.of(tensor.size()));
    }

    private static void requireEqualLengths(List<Tensor> columns) {
        for (Tensor column : columns) {
            Tensor first = columns.get(0);
            if (column.size() != first.size()) {
                throw ServingException.unprocessable(
                        "input '"
                                + column.name()
                                + "': the columns of a table have one length, found "
                                + column.size()
                                + " values beside "
                                + first.size()
                                + " in '"
                                + first.name()
                                + "'");
            }
        }
    }

    /**
     * One output per column.
     *
     * @param name of the output that the model answers with a table
     */
    List<Tensor> encode(InferenceRequest request, String name, Table table) {
        if (request.outputs().size() > 1) {
            throw ServingException.invalidArgument(
                    "output '"
                            + name
                            + "' is a table and leaves as one output per column; it cannot be"
                            + " asked for together with other outputs");
        }
        return table.columns().stream().map(TableCodec::encoded).toList();
    }

    private static Tensor encoded(Tensor column) {
        if (column.data() instanceof BytesData strings) {
            requireText(column, strings);
        }
        Shape shape = OutputShape.of(column.shape());
        return new Tensor(column.name(), shape, column.data(), parametersOf(column));
    }

    private static Parameters parametersOf(Tensor column) {
        if (column.datatype() != Datatype.BYTES) {
            return Parameters.empty();
        }
        return column.contentType().equals(JsonFormat.CONTENT_TYPE) ? JSON : TEXT;
    }

    /** What MLServer cannot encode is no promise to anybody, and there is no type to send it as. */
    private static void requireText(Tensor column, BytesData strings) {
        if (column.contentType().equals(ContentType.DATETIME)) {
            throw ServingException.unprocessable(
                    "column '"
                            + column.name()
                            + "': datetimes cannot leave in a table; send them with content type"
                            + " 'str'");
        }
        if (strings.hasNulls()) {
            throw ServingException.unprocessable(
                    "column '" + column.name() + "': a column of text cannot leave with nulls");
        }
    }
}
