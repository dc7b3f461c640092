package io.bulkhead.host.codec.content;

import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.codec.InputCodec;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.tensor.Tensor;

/** Content type {@code np}: the tensor as it is, numbers or whole byte strings. */
final class ArrayCodec implements InputCodec<Tensor> {
    private static final Parameters ENCODED = Parameters.ofContentType(ContentType.NP);

    @Override
    public String contentType() {
        return ContentType.NP;
    }

    @Override
    public Class<Tensor> valueType() {
        return Tensor.class;
    }

    @Override
    public Tensor decode(Tensor input) {
        return input;
    }

    @Override
    public Tensor encode(String name, Tensor value) {
        return new Tensor(name, OutputShape.of(value.shape()), value.data(), ENCODED);
    }
}
