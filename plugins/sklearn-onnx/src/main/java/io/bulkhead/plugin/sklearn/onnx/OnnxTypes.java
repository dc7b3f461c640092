package io.bulkhead.plugin.sklearn.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.SequenceInfo;
import ai.onnxruntime.TensorInfo;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import java.util.Optional;

/** ONNX Runtime's element types and the protocol's. */
final class OnnxTypes {
    private OnnxTypes() {}

    static Optional<Datatype> datatype(OnnxJavaType type) {
        return switch (type) {
            case FLOAT -> Optional.of(Datatype.FP32);
            case DOUBLE -> Optional.of(Datatype.FP64);
            case FLOAT16 -> Optional.of(Datatype.FP16);
            case BFLOAT16 -> Optional.of(Datatype.BF16);
            case INT8 -> Optional.of(Datatype.INT8);
            case INT16 -> Optional.of(Datatype.INT16);
            case INT32 -> Optional.of(Datatype.INT32);
            case INT64 -> Optional.of(Datatype.INT64);
            case UINT8 -> Optional.of(Datatype.UINT8);
            case BOOL -> Optional.of(Datatype.BOOL);
            case STRING -> Optional.of(Datatype.BYTES);
            default -> Optional.empty();
        };
    }

    static OnnxJavaType onnxType(Datatype datatype) {
        return switch (datatype) {
            case FP32 -> OnnxJavaType.FLOAT;
            case FP64 -> OnnxJavaType.DOUBLE;
            case FP16 -> OnnxJavaType.FLOAT16;
            case BF16 -> OnnxJavaType.BFLOAT16;
            case INT8 -> OnnxJavaType.INT8;
            case INT16 -> OnnxJavaType.INT16;
            case INT32 -> OnnxJavaType.INT32;
            case INT64 -> OnnxJavaType.INT64;
            case UINT8 -> OnnxJavaType.UINT8;
            case BOOL -> OnnxJavaType.BOOL;
            case BYTES -> OnnxJavaType.STRING;
            case UINT16, UINT32, UINT64 -> OnnxJavaType.UNKNOWN;
        };
    }

    /** What the graph says about an output, as it is sent: a vector as a column. */
    static Optional<TensorMetadata> sent(NodeInfo node) {
        if (node.getInfo() instanceof SequenceInfo maps && maps.isSequenceOfMaps()) {
            Shape shape = Shape.of(Shape.ANY, Shape.ANY);
            Parameters none = Parameters.empty();
            return Optional.of(new TensorMetadata(node.getName(), Datatype.FP32, shape, none));
        }
        return metadata(node).map(OnnxTypes::asColumn);
    }

    private static TensorMetadata asColumn(TensorMetadata told) {
        return told.shape().rank() != 1
                ? told
                : new TensorMetadata(
                        told.name(),
                        told.datatype(),
                        Shape.of(told.shape().dimension(0), 1),
                        told.parameters());
    }

    /** What the graph says about an input or output; empty if it is no tensor of a known type. */
    static Optional<TensorMetadata> metadata(NodeInfo node) {
        if (!(node.getInfo() instanceof TensorInfo tensor)) {
            return Optional.empty();
        }
        return datatype(tensor.type)
                .map(
                        type ->
                                new TensorMetadata(
                                        node.getName(),
                                        type,
                                        Shape.of(tensor.getShape()),
                                        Parameters.empty()));
    }
}
