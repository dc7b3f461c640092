package io.bulkhead.host.runtime.process;

import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.codec.binary.RawTensors;

/** How large one model's large outputs are, as its last answers tell. Thread-safe. */
final class ExpectedOutputs {
    private volatile long expected;

    /** Bytes of all of an answer's outputs that are large enough for shared memory. */
    long bytes() {
        return expected;
    }

    /** Grows to the answer's size at once, and shrinks a little with each smaller one. */
    void learn(InferenceResponse response) {
        long large = 0;
        for (Tensor output : response.outputs()) {
            if (TensorLoan.takes(output)) {
                large = ArenaLayout.aligned(large + RawTensors.byteCount(output.data()));
            }
        }
        long before = expected;
        if (large > before) {
            expected = large;
        } else if (large < before) {
            long less = before - Math.max(1, (before - large) / 16);
            expected = less < ArenaLayout.LEAST_BYTES ? 0 : less;
        }
    }
}
