package io.bulkhead.plugin.lightgbm;

import io.bulkhead.api.Concurrency;
import io.bulkhead.api.Model;
import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.lightgbm.format.ModelDocument;
import io.bulkhead.plugin.lightgbm.kernel.Predictor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One loaded model. As in MLServer it has one output, {@code predict}, and answers that whatever
 * outputs are asked for. Immutable; only computes.
 */
final class LightgbmModel implements Model {
    private static final String PREDICT = "predict";

    private final Codecs codecs;
    private final Predictor predictor;
    private final FeatureRows.Reader features;
    private final ModelMetadata metadata;

    LightgbmModel(ModelDocument document, Predictor predictor, Codecs codecs) {
        this.codecs = codecs;
        this.predictor = predictor;
        this.features = new FeatureRows.Reader(predictor.featureCount(), document.featureNames());
        this.metadata = metadataOf(document);
    }

    @Override
    public CompletionStage<InferenceResponse> predict(
            InferenceRequest request, RequestContext context) {
        FeatureRows rows = features.read(codecs.decode(request, ContentType.NP));
        int width = predictor.outputCount();
        Shape shape = width == 1 ? Shape.of(rows.count()) : Shape.of(rows.count(), width);
        double[] values = predictor.predict(rows.values(), rows.count());
        Tensor answer = Tensor.of(PREDICT, shape, values);
        List<Tensor> outputs = codecs.encode(request, PREDICT, answer);
        return CompletableFuture.completedFuture(InferenceResponse.of(outputs));
    }

    @Override
    public ModelMetadata metadata() {
        return metadata;
    }

    @Override
    public Concurrency concurrency() {
        return Concurrency.computeOnly();
    }

    private static ModelMetadata metadataOf(ModelDocument document) {
        Shape in = Shape.of(Shape.ANY, document.featureCount());
        Shape out = Shape.of(Shape.ANY, document.outputCount());
        Parameters np = Parameters.ofContentType(ContentType.NP);
        return new ModelMetadata(
                "lightgbm",
                List.of(new TensorMetadata("input-0", Datatype.FP64, in, np)),
                List.of(new TensorMetadata(PREDICT, Datatype.FP64, out, Parameters.empty())),
                propertiesOf(document));
    }

    private static Parameters propertiesOf(ModelDocument document) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("library", "lightgbm");
        properties.put("format", "text " + document.version());
        properties.put("objective", document.objective());
        properties.put("num_feature", document.featureCount());
        properties.put("num_trees", document.trees().size());
        properties.put("feature_names", document.featureNames());
        return Parameters.copyOf(properties);
    }
}
