package io.bulkhead.plugin.mlflow;

import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.plugin.mlflow.mlmodel.Mlmodel;
import io.bulkhead.plugin.mlflow.signature.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A signature as V2's metadata tells it. */
final class SignatureMetadata {
    private static final Parameters ARRAY = Parameters.ofContentType(ContentType.NP);

    private SignatureMetadata() {}

    /**
     * @param properties of the flavor's own
     */
    static ModelMetadata of(Mlmodel model, Parameters properties) {
        Parameters all = properties;
        if (!model.mlflowVersion().isEmpty()) {
            all = all.with("mlflow_version", model.mlflowVersion());
        }
        Optional<String> contentType =
                model.signature().inputs().map(SignatureMetadata::contentType);
        if (contentType.isPresent()) {
            all = all.with(Parameters.CONTENT_TYPE, contentType.get());
        }
        return new ModelMetadata(
                "",
                tensors("input", model.signature().inputs()),
                tensors("output", model.signature().outputs()),
                all);
    }

    /** What requests are decoded with that name no content type. */
    static String contentType(Schema inputs) {
        if (inputs instanceof Schema.Columns) {
            return ContentType.PD;
        }
        return inputs.named() ? ContentType.DICT : ContentType.NP;
    }

    private static List<TensorMetadata> tensors(String prefix, Optional<Schema> schema) {
        List<TensorMetadata> tensors = new ArrayList<>();
        if (schema.orElse(null) instanceof Schema.Columns columns) {
            for (Schema.Column column : columns.columns()) {
                tensors.add(
                        new TensorMetadata(
                                column.name().orElse(prefix + "-" + tensors.size()),
                                column.type().datatype(),
                                Shape.of(Shape.ANY, 1),
                                Parameters.ofContentType(column.type().contentType())));
            }
        } else if (schema.orElse(null) instanceof Schema.Tensors specs) {
            for (Schema.TensorSpec spec : specs.tensors()) {
                tensors.add(
                        new TensorMetadata(
                                spec.name().orElse(prefix + "-" + tensors.size()),
                                spec.datatype(),
                                spec.shape(),
                                ARRAY));
            }
        }
        return tensors;
    }
}
