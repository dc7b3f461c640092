package io.bulkhead.plugin.sklearn.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.HalfFloat;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** One input of a graph: makes what it wants of what the client sent. */
record OnnxInput(TensorMetadata wanted) {
    String name() {
        return wanted.name();
    }

    /**
     * Numbers are cast to the graph's type, as scikit-learn casts them, and a vector becomes a
     * column where the graph wants columns.
     */
    OnnxTensor tensor(OrtEnvironment environment, Tensor sent) throws OrtException {
        long[] shape = shape(sent).toArray();
        if (wanted.datatype() == Datatype.BYTES) {
            BytesData text = sent.strings();
            return OnnxTensor.createTensor(
                    environment, text.toStrings().toArray(String[]::new), shape);
        }
        return OnnxTensor.createTensor(
                environment, direct(sent.numbers()), shape, OnnxTypes.onnxType(wanted.datatype()));
    }

    private Shape shape(Tensor sent) {
        Shape shape = sent.shape();
        int rank = wanted.shape().rank();
        if (shape.rank() == rank - 1 && wanted.shape().dimension(rank - 1) == 1) {
            shape = withColumn(shape);
        }
        if (!fits(shape)) {
            throw ServingException.unprocessable(
                    "input '"
                            + sent.name()
                            + "': shape "
                            + sent.shape()
                            + " does not fit the model's "
                            + wanted.shape());
        }
        if (sent.size() == 0) {
            throw ServingException.unprocessable("input '" + sent.name() + "' has no values");
        }
        return shape;
    }

    private static Shape withColumn(Shape vector) {
        long[] dimensions = new long[vector.rank() + 1];
        System.arraycopy(vector.toArray(), 0, dimensions, 0, vector.rank());
        dimensions[vector.rank()] = 1;
        return Shape.of(dimensions);
    }

    private boolean fits(Shape shape) {
        if (shape.rank() != wanted.shape().rank()) {
            return false;
        }
        for (int axis = 0; axis < shape.rank(); axis++) {
            long size = wanted.shape().dimension(axis);
            if (size != Shape.ANY && size != shape.dimension(axis)) {
                return false;
            }
        }
        return true;
    }

    /** Memory that ONNX Runtime can use where it lies; the request's own if that is possible. */
    private ByteBuffer direct(NumericData data) {
        Datatype type = wanted.datatype();
        ByteBuffer bytes = data.bytes();
        if (data.datatype() == type && bytes.isDirect()) {
            return bytes;
        }
        ByteBuffer target =
                ByteBuffer.allocateDirect(Math.multiplyExact(data.size(), type.byteSize()))
                        .order(ByteOrder.LITTLE_ENDIAN);
        if (data.datatype() == type) {
            target.put(bytes);
        } else {
            cast(data, type, target);
        }
        return target.flip();
    }

    private static void cast(NumericData data, Datatype type, ByteBuffer target) {
        for (int i = 0; i < data.size(); i++) {
            switch (type) {
                case FP32 -> target.putFloat((float) data.doubleAt(i));
                case FP64 -> target.putDouble(data.doubleAt(i));
                case FP16 -> target.putShort(HalfFloat.fromFloat((float) data.doubleAt(i)));
                case BF16 -> target.putShort(HalfFloat.bfloat16FromFloat((float) data.doubleAt(i)));
                case INT64 -> target.putLong(data.longAt(i));
                case INT32 -> target.putInt((int) data.longAt(i));
                case INT16 -> target.putShort((short) data.longAt(i));
                case BOOL -> target.put((byte) (data.doubleAt(i) == 0 ? 0 : 1));
                default -> target.put((byte) data.longAt(i));
            }
        }
    }
}
