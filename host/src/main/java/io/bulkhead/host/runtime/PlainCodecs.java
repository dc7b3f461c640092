package io.bulkhead.host.runtime;

import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.codec.Table;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.tensor.Tensor;
import java.util.List;

/**
 * What a model is lent that answers another model: its outputs stay as it made them. What the
 * protocol makes of them, such as [N,1] of a vector, is for the one to do that answers the client.
 */
record PlainCodecs(Codecs codecs) implements Codecs {
    @Override
    public Object decode(InferenceRequest request, String fallback) {
        return codecs.decode(request, fallback);
    }

    @Override
    public Object decodeInput(Tensor input, String fallback) {
        return codecs.decodeInput(input, fallback);
    }

    @Override
    public List<Tensor> encode(InferenceRequest request, String name, Object value) {
        if (value instanceof Tensor tensor) {
            return List.of(tensor.withName(name));
        }
        return value instanceof Table table ? table.columns() : codecs.encode(request, name, value);
    }
}
