package io.bulkhead.plugin.mllib;

import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.plugin.mllib.format.SavedStage;
import io.bulkhead.plugin.mllib.pipeline.Column;
import io.bulkhead.plugin.mllib.pipeline.Pipeline;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a model says of itself: columns as tensors, and who wrote it. */
final class Descriptions {
    private final SavedStage saved;
    private final Pipeline pipeline;

    Descriptions(SavedStage saved, Pipeline pipeline) {
        this.saved = saved;
        this.pipeline = pipeline;
    }

    /**
     * @param plan of the default outputs, whose inputs are the model's
     */
    ModelMetadata of(Pipeline.Plan plan, Map<String, Integer> outputs) {
        List<TensorMetadata> inputs =
                plan.inputs().stream()
                        .map(pipeline::column)
                        .map(column -> described(column.name(), column))
                        .toList();
        List<TensorMetadata> described =
                outputs.entrySet().stream()
                        .filter(entry -> !pipeline.inputs().contains(entry.getValue()))
                        .map(entry -> described(entry.getKey(), pipeline.column(entry.getValue())))
                        .toList();
        return new ModelMetadata("spark", inputs, described, properties(saved, pipeline.stages()));
    }

    static Parameters properties(SavedStage saved, List<String> stages) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("library", "spark");
        if (!saved.sparkVersion().isEmpty()) {
            properties.put("library_version", saved.sparkVersion());
        }
        properties.put("reader", "bulkhead-spark-mllib");
        properties.put("class", saved.className());
        if (!stages.isEmpty()) {
            properties.put("stages", stages);
        }
        return Parameters.copyOf(properties);
    }

    private static TensorMetadata described(String name, Column column) {
        return switch (column.type()) {
            case NUMBER -> numbers(name, Shape.of(Shape.ANY, 1));
            case VECTOR -> numbers(name, Shape.of(Shape.ANY, column.size()));
            case ANY -> numbers(name, Shape.of(Shape.ANY, Shape.ANY));
            case SCALAR, TEXT -> texts(name, Shape.of(Shape.ANY, 1));
            case TEXTS -> texts(name, Shape.of(Shape.ANY, Shape.ANY));
        };
    }

    private static TensorMetadata numbers(String name, Shape shape) {
        return new TensorMetadata(name, Datatype.FP64, shape, Parameters.empty());
    }

    private static TensorMetadata texts(String name, Shape shape) {
        return new TensorMetadata(
                name, Datatype.BYTES, shape, Parameters.ofContentType(ContentType.STR));
    }
}
