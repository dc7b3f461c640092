package io.bulkhead.host.codec.content;

import io.bulkhead.api.ModelSettings;
import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.util.List;

/** Codecs and requests as the tests of this package need them. */
final class TestCodecs {
    private TestCodecs() {}

    /** Of a model whose settings say nothing of content types. */
    static Codecs plain() {
        return of(settings("", List.of(), List.of()));
    }

    static Codecs of(ModelSettings settings) {
        return new ContentCodecs(settings, List.of(), List.of());
    }

    static ModelSettings settings(
            String contentType, List<TensorMetadata> inputs, List<TensorMetadata> outputs) {
        Parameters parameters = parameters(contentType);
        return new ModelSettings(new ModelId("echo", ""), "test", "", inputs, outputs, parameters);
    }

    static TensorMetadata metadata(String name, String contentType) {
        return new TensorMetadata(
                name, Datatype.BYTES, Shape.of(Shape.ANY), parameters(contentType));
    }

    static InferenceRequest request(String contentType, Tensor... inputs) {
        return new InferenceRequest("1", parameters(contentType), List.of(inputs), List.of());
    }

    static Tensor strings(String name, String... values) {
        return Tensor.ofStrings(name, Shape.of(values.length), List.of(values));
    }

    private static Parameters parameters(String contentType) {
        return contentType.isEmpty() ? Parameters.empty() : Parameters.ofContentType(contentType);
    }
}
