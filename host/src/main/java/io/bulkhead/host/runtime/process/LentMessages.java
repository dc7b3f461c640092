package io.bulkhead.host.runtime.process;

import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.codec.sharedmemory.TensorPlace;
import io.bulkhead.protocol.InferParameter;
import io.bulkhead.protocol.ModelInferRequest;
import io.bulkhead.protocol.ModelInferResponse;
import io.bulkhead.protocol.ModelInferResponse.InferOutputTensor;
import java.util.Optional;
import java.util.function.Function;

/**
 * The messages of a stream whose large tensors lie in shared memory.
 *
 * @param loan empty if they travel in the messages after all
 * @param request with its large inputs in what is lent
 * @param reader reads an answer, and copies what is in shared memory
 */
record LentMessages(
        ChildMemory memory,
        Optional<TensorLoan> loan,
        ModelInferRequest request,
        Function<ModelInferResponse, InferenceResponse> reader)
        implements StreamMessages {
    private static final String OFFSET = "shared_memory_offset";

    @Override
    public InferenceResponse read(ModelInferResponse message) {
        InferenceResponse response = reader.apply(message);
        loan.ifPresent(lent -> giveBack(message, lent));
        return response;
    }

    private static void giveBack(ModelInferResponse message, TensorLoan loan) {
        for (InferOutputTensor output : message.getOutputsList()) {
            if (output.containsParameters(TensorPlace.REGION)) {
                InferParameter none = InferParameter.getDefaultInstance();
                loan.taken(output.getParametersOrDefault(OFFSET, none).getInt64Param());
                return;
            }
        }
    }

    @Override
    public void end(boolean answered) {
        loan.ifPresent(lent -> memory.back(lent, answered));
    }
}
