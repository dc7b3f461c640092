package io.bulkhead.host.runtime.process;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How outputs lie in the memory that a request's answers may use: slots of one size, each behind a
 * flag. The child takes a slot whose flag is down and raises it, the parent takes it down when it
 * has read the answer. Both processes see the same memory, and the flag before what it stands for.
 */
public final class ArenaLayout {
    /** What the parent and the child call the memory that they share. */
    public static final String REGION = "tensors";

    /** Smaller tensors travel in messages: what it costs to do otherwise outweighs the copies. */
    public static final int LEAST_BYTES = 16 << 10;

    /** Of every tensor's first byte. */
    public static final int ALIGNMENT = 64;

    /** Slots of a stream: one is read while the other is written. */
    static final int STREAM_SLOTS = 2;

    private static final VarHandle FLAG =
            MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int DOWN = 0;
    private static final int UP = 1;

    private ArenaLayout() {}

    /** The next place for a tensor. */
    public static long aligned(long offset) {
        return (offset + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** Bytes of a slot for so many bytes of outputs. */
    static long slotBytes(long outputs) {
        return ALIGNMENT + aligned(outputs);
    }

    /** Takes the flag at this place down. */
    static void lower(ByteBuffer memory, int offset) {
        FLAG.setRelease(memory, offset, DOWN);
    }

    /**
     * Raises the flag at this place.
     *
     * @return whether it was down
     */
    public static boolean raise(ByteBuffer memory, int offset) {
        return FLAG.compareAndSet(memory, offset, DOWN, UP);
    }
}
