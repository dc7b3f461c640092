package io.bulkhead.codec.proto;

import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.protocol.ModelMetadataResponse;
import java.util.List;

/** Writes what is known of a model. Thread-safe. */
public final class ModelMetadataWriter {
    private final ProtoParameters parameters;

    /** For messages to this kind of peer. */
    public ModelMetadataWriter(Dialect dialect) {
        this.parameters = new ProtoParameters(dialect);
    }

    /** The message with these parts. */
    public ModelMetadataResponse write(
            String name,
            List<String> versions,
            String platform,
            List<TensorMetadata> inputs,
            List<TensorMetadata> outputs,
            Parameters modelParameters) {
        ModelMetadataResponse.Builder message =
                ModelMetadataResponse.newBuilder()
                        .setName(name)
                        .addAllVersions(versions)
                        .setPlatform(platform);
        inputs.forEach(input -> message.addInputs(tensor(input)));
        outputs.forEach(output -> message.addOutputs(tensor(output)));
        parameters.write(modelParameters, message::putParameters);
        return message.build();
    }

    private ModelMetadataResponse.TensorMetadata tensor(TensorMetadata tensor) {
        ModelMetadataResponse.TensorMetadata.Builder builder =
                ModelMetadataResponse.TensorMetadata.newBuilder()
                        .setName(tensor.name())
                        .setDatatype(tensor.datatype().name());
        for (int i = 0; i < tensor.shape().rank(); i++) {
            builder.addShape(tensor.shape().dimension(i));
        }
        parameters.write(tensor.parameters(), builder::putParameters);
        return builder.build();
    }
}
