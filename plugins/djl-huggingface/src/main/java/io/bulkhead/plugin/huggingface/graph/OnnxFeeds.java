package io.bulkhead.plugin.huggingface.graph;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.HalfFloat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Inputs in the types that an ONNX graph wants, and what else such graphs take. */
public final class OnnxFeeds implements Feeds {
    private static final int ALIGNED = Long.BYTES;

    private final OnnxGraph graph;
    private final OrtEnvironment environment;
    private final Map<String, TensorInfo> wanted;
    private final Map<String, OnnxTensor> tensors = new HashMap<>();
    private final List<OnnxTensor> owned = new ArrayList<>();
    private final FeedMemory memory;
    private final ByteBuffer lent;
    private int used;
    private boolean closed;

    OnnxFeeds(
            OnnxGraph graph,
            OrtEnvironment environment,
            Map<String, TensorInfo> wanted,
            FeedMemory memory) {
        this.graph = graph;
        this.environment = environment;
        this.wanted = wanted;
        this.memory = memory;
        this.lent = memory.take();
    }

    @Override
    public OnnxFeeds put(String name, long[] values, long... shape) {
        TensorInfo info = wanted.get(name);
        if (info != null) {
            add(name, integers(info.type, values), info.type, shape);
        }
        return this;
    }

    @Override
    public OnnxFeeds put(String name, float[] values, long... shape) {
        TensorInfo info = wanted.get(name);
        if (info != null) {
            add(name, floats(info.type, values), info.type, shape);
        }
        return this;
    }

    /** Adds no keys and values for each layer that the graph takes some of: a sequence begins. */
    public OnnxFeeds putNoPast(int rows) {
        wanted.forEach(
                (name, info) -> {
                    if (name.startsWith("past_key_values.")) {
                        long[] shape = info.getShape();
                        add(name, direct(0), info.type, new long[] {rows, shape[1], 0, shape[3]});
                    }
                });
        return this;
    }

    /** Adds a truth value, of the shape that the graph wants. */
    public OnnxFeeds put(String name, boolean value) {
        TensorInfo info = wanted.get(name);
        if (info != null) {
            long[] shape = info.getShape().length == 0 ? new long[0] : new long[] {1};
            add(name, direct(1).put((byte) (value ? 1 : 0)).flip(), OnnxJavaType.BOOL, shape);
        }
        return this;
    }

    /** Adds a tensor that stays the caller's; leaves it out if the graph has no such input. */
    public OnnxFeeds lend(String name, OnnxTensor tensor) {
        if (wanted.containsKey(name)) {
            tensors.put(name, tensor);
        }
        return this;
    }

    private void add(String name, ByteBuffer bytes, OnnxJavaType type, long[] shape) {
        try {
            OnnxTensor tensor = OnnxTensor.createTensor(environment, bytes, shape, type);
            owned.add(tensor);
            tensors.put(name, tensor);
        } catch (OrtException e) {
            throw new ServingException(ErrorCode.INTERNAL, "an input cannot be made", e);
        }
    }

    private ByteBuffer integers(OnnxJavaType type, long[] values) {
        switch (type) {
            case INT32 -> {
                ByteBuffer bytes = direct(Math.multiplyExact(values.length, Integer.BYTES));
                for (long value : values) {
                    bytes.putInt((int) value);
                }
                return bytes.flip();
            }
            case FLOAT, FLOAT16, BFLOAT16 -> {
                float[] floats = new float[values.length];
                for (int i = 0; i < values.length; i++) {
                    floats[i] = values[i];
                }
                return floats(type, floats);
            }
            case BOOL -> {
                ByteBuffer bytes = direct(values.length);
                for (long value : values) {
                    bytes.put((byte) (value == 0 ? 0 : 1));
                }
                return bytes.flip();
            }
            default -> {
                ByteBuffer bytes = direct(Math.multiplyExact(values.length, Long.BYTES));
                bytes.asLongBuffer().put(LongBuffer.wrap(values));
                return bytes;
            }
        }
    }

    private ByteBuffer floats(OnnxJavaType type, float[] values) {
        if (type == OnnxJavaType.FLOAT16 || type == OnnxJavaType.BFLOAT16) {
            ByteBuffer bytes = direct(Math.multiplyExact(values.length, Short.BYTES));
            for (float value : values) {
                bytes.putShort(
                        type == OnnxJavaType.FLOAT16
                                ? HalfFloat.fromFloat(value)
                                : HalfFloat.bfloat16FromFloat(value));
            }
            return bytes.flip();
        }
        ByteBuffer bytes = direct(Math.multiplyExact(values.length, Float.BYTES));
        bytes.asFloatBuffer().put(FloatBuffer.wrap(values));
        return bytes;
    }

    /** Behind what is in use, else of its own. */
    private ByteBuffer direct(int size) {
        int from = Math.addExact(used, -used & (ALIGNED - 1));
        used = Math.addExact(from, size);
        ByteBuffer bytes =
                used <= lent.capacity() ? lent.slice(from, size) : ByteBuffer.allocateDirect(size);
        return bytes.order(ByteOrder.nativeOrder());
    }

    @Override
    public OnnxResult run() {
        return graph.run(tensors, graph.outputs());
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            owned.forEach(OnnxTensor::close);
            memory.giveBack(lent, used);
        }
    }
}
