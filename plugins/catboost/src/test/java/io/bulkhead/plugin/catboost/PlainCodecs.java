package io.bulkhead.plugin.catboost;

import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.codec.Table;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.util.List;

/** The two content types that the recorded cases use, as the server has them. */
final class PlainCodecs implements Codecs {
    @Override
    public Object decode(InferenceRequest request, String fallback) {
        String announced = request.parameters().contentType();
        return (announced.isEmpty() ? fallback : announced).equals(ContentType.PD)
                ? Table.of(request.inputs())
                : request.inputs().get(0);
    }

    @Override
    public Object decodeInput(Tensor input, String fallback) {
        return input;
    }

    @Override
    public List<Tensor> encode(InferenceRequest request, String name, Object value) {
        Tensor tensor = (Tensor) value;
        Shape shape = tensor.shape();
        Shape sent =
                switch (shape.rank()) {
                    case 0 -> Shape.of(1);
                    case 1 -> Shape.of(shape.dimension(0), 1);
                    default -> shape;
                };
        return List.of(
                tensor.withShape(sent).withParameters(Parameters.ofContentType(ContentType.NP)));
    }
}
