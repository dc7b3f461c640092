package io.bulkhead.plugin.sklearn;

import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.codec.Table;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.util.List;

/** As much of the host's codecs as the models here need: np, str and pd. */
final class TestCodecs implements Codecs {
    @Override
    public Object decode(InferenceRequest request, String fallback) {
        if (type(request, fallback).equals("pd")) {
            return Table.of(request.inputs().stream().map(TestCodecs::vector).toList());
        }
        if (request.inputs().size() != 1) {
            throw new IllegalArgumentException("np takes one input");
        }
        return request.inputs().get(0);
    }

    private static String type(InferenceRequest request, String fallback) {
        String asked = request.parameters().contentType();
        return asked.isEmpty() ? fallback : asked;
    }

    private static Tensor vector(Tensor column) {
        return column.withShape(Shape.of(column.size()));
    }

    @Override
    public Object decodeInput(Tensor input, String fallback) {
        return input;
    }

    @Override
    public List<Tensor> encode(InferenceRequest request, String name, Object value) {
        if (value instanceof Table table) {
            return table.columns().stream().map(TestCodecs::column).toList();
        }
        return List.of(column((Tensor) value).withName(name));
    }

    private static Tensor column(Tensor tensor) {
        return tensor.shape().rank() == 1 ? tensor.withShape(Shape.of(tensor.size(), 1)) : tensor;
    }
}
