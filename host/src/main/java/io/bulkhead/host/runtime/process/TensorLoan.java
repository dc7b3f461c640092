package io.bulkhead.host.runtime.process;

import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.codec.binary.RawTensors;
import io.bulkhead.codec.sharedmemory.TensorPlace;
import io.bulkhead.codec.sharedmemory.TensorPlaces;
import io.bulkhead.codec.sharedmemory.TensorSource;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The shared memory of one call: its large inputs, one behind the other, and behind them the slots
 * for its outputs. Used by one thread at a time.
 */
final class TensorLoan implements TensorPlaces, TensorSource {
    private static final RawTensors TENSORS = new RawTensors("shared memory", true);

    private final TensorArena arena;
    private final long start;
    private final ArenaLoan described;
    private long next;

    /**
     * @param start of what the arena lent
     * @param slots where outputs may lie; their flags are taken down here
     */
    TensorLoan(TensorArena arena, long start, ArenaLoan slots) {
        this.arena = arena;
        this.start = start;
        this.described = slots;
        this.next = start;
        for (int i = 0; i < slots.count(); i++) {
            ArenaLayout.lower(arena.memory(), slots.slot(i));
        }
    }

    /** Whether a tensor is large enough to be put there. */
    static boolean takes(Tensor tensor) {
        return RawTensors.byteCount(tensor.data()) >= ArenaLayout.LEAST_BYTES;
    }

    /** What tells it from the others. */
    long id() {
        return described.id();
    }

    /** Nobody uses it any more: it can be lent again. */
    void end() {
        arena.give(start);
    }

    @Override
    public Optional<TensorPlace> put(Tensor tensor) {
        if (!takes(tensor)) {
            return Optional.empty();
        }
        ByteBuffer bytes = TENSORS.write(tensor.data());
        int length = bytes.remaining();
        arena.memory().put((int) next, bytes, bytes.position(), length);
        TensorPlace place = new TensorPlace(tensor.name(), ArenaLayout.REGION, next, length);
        next = ArenaLayout.aligned(next + length);
        return Optional.of(place);
    }

    @Override
    public Parameters describedIn(Parameters parameters) {
        return described.addTo(parameters);
    }

    /** A copy of what {@link #view} shows. */
    @Override
    public ByteBuffer read(TensorPlace place) {
        ByteBuffer shared = view(place);
        byte[] copy = new byte[shared.remaining()];
        shared.get(copy);
        return ByteBuffer.wrap(copy);
    }

    /**
     * What lies at this place, until the loan ends. It must be in a slot of this loan: the other
     * side is a model's, and the rest of the memory is other requests', or not there at all.
     */
    ByteBuffer view(TensorPlace place) {
        if (!described.holds(place.offset(), place.byteSize())) {
            throw place.refused("does not hold it");
        }
        return arena.memory()
                .slice((int) place.offset(), (int) place.byteSize())
                .asReadOnlyBuffer();
    }

    /** The answer that lies around this place is read. */
    void taken(long offset) {
        described
                .slotAround(offset)
                .ifPresent(slot -> ArenaLayout.lower(arena.memory(), described.slot(slot)));
    }
}
