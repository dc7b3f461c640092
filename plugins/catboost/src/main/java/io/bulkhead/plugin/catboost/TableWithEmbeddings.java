package io.bulkhead.plugin.catboost;

import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.codec.Table;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The inputs of a request as columns, of which embeddings have several numbers for each row.
 *
 * @param byName in the order of the request
 * @param rowCount how many rows there are
 */
record TableWithEmbeddings(Map<String, Tensor> byName, int rowCount) {
    /**
     * Takes matrices as embeddings and decodes all others as a table.
     *
     * @return empty if there are no matrices, or only one that is no embedding but whole rows
     */
    static Optional<TableWithEmbeddings> of(
            InferenceRequest request, Codecs codecs, Columns columns) {
        List<Tensor> inputs = request.inputs();
        boolean rows = inputs.size() == 1 && !isEmbedding(inputs.get(0), columns);
        List<Tensor> others = inputs.stream().filter(input -> !isMatrix(input)).toList();
        if (rows || others.size() == inputs.size()) {
            return Optional.empty();
        }
        Map<String, Tensor> all = new LinkedHashMap<>();
        inputs.forEach(input -> put(all, input, codecs));
        if (!others.isEmpty()) {
            decoded(request, others, codecs).columns().forEach(tensor -> put(all, tensor));
        }
        return Optional.of(new TableWithEmbeddings(all, rowCount(inputs.get(0))));
    }

    private static void put(Map<String, Tensor> all, Tensor input, Codecs codecs) {
        if (all.containsKey(input.name())) {
            throw ServingException.unprocessable(
                    "two inputs '" + input.name() + "': the columns of a table need own names");
        }
        boolean vector = isMatrix(input);
        all.put(
                input.name(),
                vector && codecs.decodeInput(input, ContentType.NP) instanceof Tensor decoded
                        ? decoded.withName(input.name())
                        : input);
    }

    private static void put(Map<String, Tensor> all, Tensor column) {
        all.put(column.name(), column);
    }

    private static Table decoded(InferenceRequest request, List<Tensor> others, Codecs codecs) {
        if (codecs.decode(request.withInputs(others), ContentType.PD) instanceof Table table) {
            return table;
        }
        throw ServingException.unprocessable(
                "columns of a table are wanted beside embeddings; use content type 'pd'");
    }

    private static boolean isEmbedding(Tensor input, Columns columns) {
        return columns.all().stream()
                .anyMatch(
                        column ->
                                column.kind() == Columns.Kind.EMBEDDING
                                        && Columns.nameOf(column).equals(input.name()));
    }

    private static boolean isMatrix(Tensor input) {
        return input.shape().rank() == 2 && input.shape().dimension(1) != 1;
    }

    private static int rowCount(Tensor input) {
        return input.shape().rank() == 0 ? 1 : Math.toIntExact(input.shape().dimension(0));
    }

    Optional<Tensor> column(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The columns in order. */
    List<Tensor> columns() {
        return new ArrayList<>(byName.values());
    }

    List<String> names() {
        return List.copyOf(byName.keySet());
    }
}
