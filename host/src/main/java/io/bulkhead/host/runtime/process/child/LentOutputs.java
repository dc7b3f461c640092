package io.bulkhead.host.runtime.process.child;

import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.codec.binary.RawTensors;
import io.bulkhead.codec.sharedmemory.SharedOutputs;
import io.bulkhead.codec.sharedmemory.TensorPlace;
import io.bulkhead.host.runtime.process.ArenaLayout;
import io.bulkhead.host.runtime.process.ArenaLoan;
import java.util.IdentityHashMap;

/**
 * Puts a request's large outputs into the memory that the parent has lent it, as many as fit; the
 * others travel in the answer. Answers of a stream take turns with its slots. Used by one thread at
 * a time.
 */
final class LentOutputs implements SharedOutputs {
    private static final RawTensors TENSORS = new RawTensors("shared memory", true);

    private final ParentMemory memory;
    private final ArenaLoan loan;
    private final IdentityHashMap<Tensor, TensorPlace> places = new IdentityHashMap<>(1);

    LentOutputs(ParentMemory memory, ArenaLoan loan) {
        this.memory = memory;
        this.loan = loan;
    }

    /** The loan stays: whoever answers has to know when it is over. */
    @Override
    public InferenceRequest hiddenIn(InferenceRequest request) {
        return request;
    }

    @Override
    public void write(InferenceResponse response) {
        places.clear();
        for (Tensor output : response.outputs()) {
            if (RawTensors.byteCount(output.data()) >= ArenaLayout.LEAST_BYTES) {
                write(response, freeSlot());
                return;
            }
        }
    }

    private int freeSlot() {
        for (int i = 0; i < loan.count(); i++) {
            if (memory.raise(loan.slot(i))) {
                return loan.slot(i);
            }
        }
        return -1;
    }

    private void write(InferenceResponse response, int slot) {
        if (slot < 0) {
            return; // the parent has read none of the last answers yet
        }
        long next = (long) slot + ArenaLayout.ALIGNMENT;
        long end = slot + loan.slotBytes();
        for (Tensor output : response.outputs()) {
            long length = RawTensors.byteCount(output.data());
            if (length >= ArenaLayout.LEAST_BYTES
                    && length <= end - next
                    && !TensorPlace.isIn(output.parameters())) {
                TensorPlace place =
                        new TensorPlace(output.name(), ArenaLayout.REGION, next, length);
                memory.write(place, TENSORS.write(output.data()));
                places.put(output, place);
                next = ArenaLayout.aligned(next + length);
            }
        }
    }

    @Override
    public boolean hold(Tensor output) {
        return places.containsKey(output);
    }

    @Override
    public Parameters parameters(Tensor output) {
        TensorPlace place = places.get(output);
        return place == null ? output.parameters() : place.addTo(output.parameters());
    }
}
