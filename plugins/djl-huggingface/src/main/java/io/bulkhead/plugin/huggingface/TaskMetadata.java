package io.bulkhead.plugin.huggingface;

import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.plugin.huggingface.task.TaskName;
import java.util.List;

/** MLServer's metadata of each task, word for word, though requests may look otherwise. */
final class TaskMetadata {
    private TaskMetadata() {}

    static ModelMetadata of(TaskName task) {
        return new ModelMetadata("", inputs(task), outputs(task), Parameters.empty());
    }

    private static List<TensorMetadata> inputs(TaskName task) {
        return switch (task) {
            case TEXT_CLASSIFICATION, TOKEN_CLASSIFICATION, FEATURE_EXTRACTION ->
                    List.of(text("args"));
            case QUESTION_ANSWERING -> List.of(text("context"), text("question"));
            case ZERO_SHOT_CLASSIFICATION ->
                    List.of(text("array_inputs"), text("candidate_labels"));
            case SENTENCE_SIMILARITY -> List.of(text("source_sentence"), text("sentences"));
            case FILL_MASK, TEXT_GENERATION, TEXT2TEXT_GENERATION, SUMMARIZATION, TRANSLATION ->
                    List.of(text("array_inputs"));
            case IMAGE_CLASSIFICATION ->
                    List.of(
                            text("inputs"),
                            tensor("inputs", Datatype.BYTES, ContentType.BASE64),
                            tensor("inputs", Datatype.BYTES, "pillow_image"));
            case AUTOMATIC_SPEECH_RECOGNITION ->
                    List.of(
                            text("inputs"),
                            tensor("inputs", Datatype.BYTES, ContentType.BASE64),
                            tensor("inputs", Datatype.FP32, "nplist"));
        };
    }

    private static List<TensorMetadata> outputs(TaskName task) {
        return switch (task) {
            case TEXT_CLASSIFICATION ->
                    List.of(tensor("outputs", Datatype.BYTES, ContentType.HG_JSON));
            case FEATURE_EXTRACTION -> List.of(tensor("outputs", Datatype.FP64, ContentType.PD));
            case AUTOMATIC_SPEECH_RECOGNITION ->
                    List.of(tensor("output_*", Datatype.BYTES, ContentType.HG_JSON));
            default -> List.of();
        };
    }

    private static TensorMetadata text(String name) {
        return tensor(name, Datatype.BYTES, ContentType.STR);
    }

    private static TensorMetadata tensor(String name, Datatype datatype, String contentType) {
        return new TensorMetadata(
                name, datatype, Shape.of(Shape.ANY), Parameters.ofContentType(contentType));
    }
}
