package io.bulkhead.host.codec.content;

import io.bulkhead.api.codec.InputCodec;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** An input's content type asked of a whole request, which then may have one input only. */
final class SingleInputDecoder implements RequestDecoder {
    private final InputCodec<?> codec;

    SingleInputDecoder(InputCodec<?> codec) {
        this.codec = codec;
    }

    @Override
    public Object decode(InferenceRequest request, Map<String, Object> decodedInputs) {
        List<Tensor> inputs = request.inputs();
        if (inputs.size() != 1) {
            throw ServingException.invalidArgument(
                    "There was an error encoding / decoding the payload: The '"
                            + codec.contentType()
                            + "' codec only supports a single input tensor ("
                            + inputs.size()
                            + " were received)");
        }
        Tensor input = inputs.get(0);
        Object decoded = decodedInputs.get(input.name());
        return decoded != null ? decoded : codec.decode(input);
    }
}
