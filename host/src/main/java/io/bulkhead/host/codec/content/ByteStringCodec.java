package io.bulkhead.host.codec.content;

import io.bulkhead.api.codec.InputCodec;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;

/**
 * Content types over BYTES: {@code str}, {@code base64}, {@code datetime}. To a model they are one
 * list of values, whatever the shape of the input; it says in its content type what they are.
 */
final class ByteStringCodec implements InputCodec<Tensor> {
    private final String contentType;
    private final ByteStringFormat format;
    private final Parameters parameters;

    ByteStringCodec(String contentType, ByteStringFormat format) {
        this.contentType = contentType;
        this.format = format;
        this.parameters = Parameters.ofContentType(contentType);
    }

    @Override
    public String contentType() {
        return contentType;
    }

    @Override
    public Class<Tensor> valueType() {
        return Tensor.class;
    }

    @Override
    public Tensor decode(Tensor input) {
        String what = "input '" + input.name() + "'";
        BytesData wire = byteStrings(ErrorCode.UNPROCESSABLE, what, input);
        try {
            BytesData values = format.decode(wire);
            return new Tensor(input.name(), Shape.of(values.size()), values, parameters);
        } catch (MalformedElementException e) {
            throw malformed(ErrorCode.UNPROCESSABLE, what, e);
        }
    }

    /** A mismatch here is a wrong wish of the client: it asked for this content type. */
    @Override
    public Tensor encode(String name, Tensor value) {
        String what = "output '" + name + "'";
        BytesData values = byteStrings(ErrorCode.INVALID_ARGUMENT, what, value);
        try {
            Shape shape = OutputShape.of(value.shape());
            return new Tensor(name, shape, format.encode(values), parameters);
        } catch (MalformedElementException e) {
            throw malformed(ErrorCode.INVALID_ARGUMENT, what, e);
        }
    }

    private BytesData byteStrings(ErrorCode code, String what, Tensor tensor) {
        if (tensor.data() instanceof BytesData strings) {
            return strings;
        }
        throw new ServingException(
                code,
                what
                        + ": content type '"
                        + contentType
                        + "' wants datatype BYTES, found "
                        + tensor.datatype());
    }

    private ServingException malformed(ErrorCode code, String what, MalformedElementException e) {
        return new ServingException(
                code, what + ": content type '" + contentType + "': " + e.getMessage(), e);
    }
}
