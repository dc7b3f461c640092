package io.bulkhead.plugin.mlflow;

import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.codec.Table;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Content types np, pd and dict, as far as they only move tensors. */
record PlainCodecs() implements Codecs {
    @Override
    public Object decode(InferenceRequest request, String fallback) {
        String asked = request.parameters().contentType();
        return switch (asked.isEmpty() ? fallback : asked) {
            case "pd" -> Table.of(request.inputs().stream().map(PlainCodecs::vector).toList());
            case "dict" ->
                    request.inputs().stream()
                            .collect(Collectors.toMap(Tensor::name, Function.identity()));
            default -> only(request);
        };
    }

    private static Tensor only(InferenceRequest request) {
        if (request.inputs().size() != 1) {
            throw ServingException.invalidArgument("np takes one input");
        }
        return request.inputs().get(0);
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
        return value instanceof Table table
                ? table.columns()
                : List.of(((Tensor) value).withName(name));
    }
}
