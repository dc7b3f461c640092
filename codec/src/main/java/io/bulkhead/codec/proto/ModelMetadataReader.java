package io.bulkhead.codec.proto;

import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.protocol.ModelMetadataResponse;
import java.util.List;

/** Reads what a child says of its model. Thread-safe. */
public final class ModelMetadataReader {
    private final ProtoParameters parameters;

    /** For messages of this origin. */
    public ModelMetadataReader(Dialect dialect) {
        this.parameters = new ProtoParameters(dialect);
    }

    /** The message's parts. */
    public ModelMetadata read(ModelMetadataResponse message) {
        return new ModelMetadata(
                message.getPlatform(),
                tensors(message.getInputsList()),
                tensors(message.getOutputsList()),
                parameters.read(message.getParametersMap(), "model"));
    }

    private List<TensorMetadata> tensors(List<ModelMetadataResponse.TensorMetadata> messages) {
        return messages.stream().map(this::tensor).toList();
    }

    private TensorMetadata tensor(ModelMetadataResponse.TensorMetadata message) {
        String where = "tensor '" + message.getName() + "'";
        long[] dimensions = new long[message.getShapeCount()];
        for (int i = 0; i < dimensions.length; i++) {
            dimensions[i] = message.getShape(i);
        }
        return new TensorMetadata(
                message.getName(),
                ProtoTensors.datatype(where, message.getDatatype()),
                Shape.of(dimensions),
                parameters.read(message.getParametersMap(), where));
    }
}
