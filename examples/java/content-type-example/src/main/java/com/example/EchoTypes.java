package com.example;

import io.bulkhead.api.Concurrency;
import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.pf4j.Extension;

/** The full way: says of each input what its content type has made of it. */
@Extension
public final class EchoTypes implements RuntimeFactory {
    @Override
    public String name() {
        return "echo-types";
    }

    @Override
    public Model create(ModelContext context) {
        return new Echo(context.codecs());
    }

    private record Echo(Codecs codecs) implements Model {
        @Override
        public CompletionStage<InferenceResponse> predict(
                InferenceRequest request, RequestContext call) {
            return InferenceResponse.completed(
                    request.inputs().stream().map(this::described).toArray(Tensor[]::new));
        }

        private Tensor described(Tensor input) {
            Object value = codecs.decodeInput(input, "");
            String text = value instanceof Tensor tensor ? shown(tensor) : value.toString();
            return Tensor.ofStrings(input.name(), Shape.of(1), List.of(text));
        }

        /** {@code np} and {@code str} give tensors. */
        private static String shown(Tensor tensor) {
            return tensor.datatype() == Datatype.BYTES
                    ? tensor.toStrings().toString()
                    : tensor.datatype() + " " + tensor.shape();
        }

        @Override
        public Concurrency concurrency() {
            return Concurrency.computeOnly();
        }
    }
}
