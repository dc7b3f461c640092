package io.bulkhead.host.codec.content;

import io.bulkhead.api.codec.InputCodec;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Content types under which a model gets each input under its name, of whatever shape: {@code
 * dict}, MLflow's named tensors, and {@code hf}, the arguments of a Hugging Face pipeline.
 */
final class NamedInputsDecoder implements RequestDecoder {
    private final InputCodec<?> ofByteStrings;
    private final InputCodec<?> ofNumbers;

    /**
     * @param ofByteStrings decodes the inputs of BYTES that have no content type of their own
     * @param ofNumbers decodes all others that have none
     */
    NamedInputsDecoder(InputCodec<?> ofByteStrings, InputCodec<?> ofNumbers) {
        this.ofByteStrings = ofByteStrings;
        this.ofNumbers = ofNumbers;
    }

    @Override
    public Map<String, Object> decode(InferenceRequest request, Map<String, Object> decodedInputs) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Tensor input : request.inputs()) {
            Object decoded = decodedInputs.get(input.name());
            values.put(input.name(), decoded != null ? decoded : codec(input).decode(input));
        }
        return Collections.unmodifiableMap(values);
    }

    private InputCodec<?> codec(Tensor input) {
        return input.datatype() == Datatype.BYTES ? ofByteStrings : ofNumbers;
    }
}
