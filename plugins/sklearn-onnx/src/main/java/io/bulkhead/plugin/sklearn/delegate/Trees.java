package io.bulkhead.plugin.sklearn.delegate;

import io.bulkhead.api.Model;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.inference.RequestedOutput;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Tensor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model of another runtime, asked for one output at a time.
 *
 * @param model closed with the model that is made of it
 */
record Trees(Model model) {
    private static final RequestContext WITHIN_A_CALL = new WithinCall();

    /** Whether the runtime says that the model has this output. */
    boolean has(String output) {
        return described(output).isPresent();
    }

    /** How many numbers of this output there are for a row, if the runtime says so. */
    Optional<Long> width(String output) {
        return described(output)
                .map(TensorMetadata::shape)
                .filter(shape -> shape.rank() == 2)
                .map(shape -> shape.dimension(1));
    }

    private Optional<TensorMetadata> described(String output) {
        return model.metadata().outputs().stream()
                .filter(known -> known.name().equals(output))
                .findFirst();
    }

    /** One output for all rows. */
    Tensor answer(String output, Tensor rows) {
        InferenceRequest request =
                InferenceRequest.of(rows)
                        .withOutputs(List.of(new RequestedOutput(output, Parameters.empty())));
        return model.predict(request, WITHIN_A_CALL).toCompletableFuture().join().outputs().get(0);
    }

    /** Trees neither wait nor ask who calls. */
    private record WithinCall() implements RequestContext {
        @Override
        public Map<String, List<String>> headers() {
            return Map.of();
        }

        @Override
        public Optional<Duration> timeRemaining() {
            return Optional.empty();
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public void onCancel(Runnable action) {
            // never
        }
    }
}
