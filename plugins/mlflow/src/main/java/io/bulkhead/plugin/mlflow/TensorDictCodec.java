package io.bulkhead.plugin.mlflow;

import io.bulkhead.api.codec.RequestCodec;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.mlflow.value.Payload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/** Content type {@code dict}: arrays by the names of their inputs. */
@Extension
public final class TensorDictCodec implements RequestCodec<Payload.Named> {
    static final String CONTENT_TYPE = "dict";

    @Override
    public String contentType() {
        return CONTENT_TYPE;
    }

    @Override
    public Class<Payload.Named> valueType() {
        return Payload.Named.class;
    }

    @Override
    public Payload.Named decode(InferenceRequest request, Map<String, Object> decodedInputs) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Tensor input : request.inputs()) {
            Object decoded = decodedInputs.getOrDefault(input.name(), input);
            if (!(decoded instanceof Tensor tensor)) {
                throw ServingException.unprocessable(
                        "input '" + input.name() + "': its content type does not give an array");
            }
            tensors.put(input.name(), tensor);
        }
        return new Payload.Named(tensors);
    }

    @Override
    public List<Tensor> encode(Payload.Named value) {
        return List.copyOf(value.tensors().values());
    }
}
