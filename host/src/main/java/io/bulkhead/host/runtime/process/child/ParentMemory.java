package io.bulkhead.host.runtime.process.child;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.codec.sharedmemory.SharedMemory;
import io.bulkhead.codec.sharedmemory.SharedOutputs;
import io.bulkhead.codec.sharedmemory.SharedRegion;
import io.bulkhead.codec.sharedmemory.TensorPlace;
import io.bulkhead.host.runtime.process.ArenaLayout;
import io.bulkhead.host.runtime.process.ArenaLoan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The memory that the parent shares with this process. It is mapped once and stays so; inputs are
 * views of it. Which of its loans are in use, the parent is told when it asks for regions.
 */
final class ParentMemory implements SharedMemory {
    private final Set<Long> used = ConcurrentHashMap.newKeySet();
    private volatile @Nullable ByteBuffer memory;

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public void register(SharedRegion region) {
        Path file = Path.of(region.key());
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            memory =
                    channel.map(FileChannel.MapMode.READ_WRITE, region.offset(), region.byteSize())
                            .order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new ServingException(
                    ErrorCode.UNAVAILABLE, "the shared memory cannot be mapped", e);
        }
    }

    @Override
    public void unregister(String name) {
        throw new ServingException(ErrorCode.UNIMPLEMENTED, "it is shared until the process ends");
    }

    @Override
    public void unregisterAll() {
        unregister("");
    }

    /** The loans in use, each under its id. */
    @Override
    public List<SharedRegion> regions(String name) {
        return used.stream().map(id -> new SharedRegion(id.toString(), "", id, 0)).toList();
    }

    /** A request that has this loan begins. */
    void begin(ArenaLoan loan) {
        used.add(loan.id());
    }

    /** It is over: nothing of it is read or written any more. */
    void end(ArenaLoan loan) {
        used.remove(loan.id());
    }

    @Override
    public void require(TensorPlace place) {
        var unused = slice(place);
    }

    @Override
    public ByteBuffer read(TensorPlace place) {
        return slice(place).asReadOnlyBuffer();
    }

    private ByteBuffer slice(TensorPlace place) {
        ByteBuffer mapped = mapped();
        if (place.offset() > mapped.capacity()
                || place.byteSize() > mapped.capacity() - place.offset()) {
            throw place.refused("does not hold it");
        }
        return mapped.slice((int) place.offset(), (int) place.byteSize());
    }

    private ByteBuffer mapped() {
        ByteBuffer mapped = memory;
        if (mapped == null) {
            throw new ServingException(ErrorCode.INTERNAL, "there is no shared memory");
        }
        return mapped;
    }

    @Override
    public void write(TensorPlace place, ByteBuffer bytes) {
        ByteBuffer target = slice(place);
        target.put(0, bytes, bytes.position(), bytes.remaining());
    }

    /** Raises the flag of a slot; false if the parent has not read what is in it. */
    boolean raise(int slot) {
        return ArenaLayout.raise(mapped(), slot);
    }

    @Override
    public SharedOutputs outputs(InferenceRequest request) {
        Optional<ArenaLoan> loan = ArenaLoan.of(request.parameters());
        return loan.isPresent() ? new LentOutputs(this, loan.get()) : SharedOutputs.NONE;
    }
}
