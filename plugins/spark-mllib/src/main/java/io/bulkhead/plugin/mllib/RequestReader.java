package io.bulkhead.plugin.mllib;

import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.mllib.pipeline.Column;
import io.bulkhead.plugin.mllib.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds a pipeline's columns in a request: by name, or where there is no doubt without one. */
final class RequestReader {
    private final Pipeline pipeline;
    private final Codecs codecs;

    RequestReader(Pipeline pipeline, Codecs codecs) {
        this.pipeline = pipeline;
        this.codecs = codecs;
    }

    /**
     * @param wanted the numbers of the columns
     * @return the columns, all of as many rows
     */
    List<InputColumn> read(InferenceRequest request, List<Integer> wanted) {
        List<Tensor> tensors = request.inputs().stream().map(this::decoded).toList();
        List<InputColumn> columns = new ArrayList<>(wanted.size());
        if (tensors.size() == 1 && !isNamed(tensors.get(0), wanted)) {
            addUnnamed(tensors.get(0), wanted, columns);
        } else {
            for (int slot : wanted) {
                Column column = pipeline.column(slot);
                Tensor tensor = named(tensors, column.name()).orElseThrow(() -> missing(column));
                columns.add(InputColumn.of(tensor, slot, column));
            }
        }
        requireEqualRows(columns);
        return columns;
    }

    private Tensor decoded(Tensor input) {
        String fallback = input.datatype() == Datatype.BYTES ? ContentType.STR : ContentType.NP;
        if (codecs.decodeInput(input, fallback) instanceof Tensor tensor) {
            return tensor.withName(input.name());
        }
        throw ServingException.unprocessable(
                "input '" + input.name() + "': its content type gives no column");
    }

    private boolean isNamed(Tensor tensor, List<Integer> wanted) {
        return wanted.stream().anyMatch(slot -> pipeline.column(slot).name().equals(tensor.name()));
    }

    private static Optional<Tensor> named(List<Tensor> tensors, String name) {
        return tensors.stream().filter(tensor -> tensor.name().equals(name)).findFirst();
    }

    /** One input, whatever it is called, is the only column, or a matrix of all columns. */
    private void addUnnamed(Tensor tensor, List<Integer> wanted, List<InputColumn> columns) {
        if (wanted.size() == 1) {
            int slot = wanted.get(0);
            columns.add(InputColumn.of(tensor, slot, pipeline.column(slot)));
            return;
        }
        boolean scalars =
                wanted.stream()
                        .map(slot -> pipeline.column(slot).type())
                        .noneMatch(type -> type == Column.Type.VECTOR || type == Column.Type.TEXTS);
        if (!scalars
                || tensor.shape().rank() != 2
                || tensor.shape().dimension(1) != wanted.size()) {
            throw missing(pipeline.column(wanted.get(0)));
        }
        for (int i = 0; i < wanted.size(); i++) {
            columns.add(InputColumn.ofMatrix(tensor, wanted.get(i), i));
        }
    }

    private ServingException missing(Column column) {
        return ServingException.unprocessable("input '" + column.name() + "' is missing");
    }

    private static void requireEqualRows(List<InputColumn> columns) {
        for (InputColumn column : columns) {
            if (column.rows() != columns.get(0).rows()) {
                throw ServingException.unprocessable(
                        "input '"
                                + column.name()
                                + "' has "
                                + column.rows()
                                + " rows, input '"
                                + columns.get(0).name()
                                + "' has "
                                + columns.get(0).rows());
            }
        }
    }
}
