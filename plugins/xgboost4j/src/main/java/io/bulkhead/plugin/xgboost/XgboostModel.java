package io.bulkhead.plugin.xgboost;

import io.bulkhead.api.Concurrency;
import io.bulkhead.api.Model;
import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.inference.RequestedOutput;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.xgboost.format.ModelDocument;
import io.bulkhead.plugin.xgboost.kernel.Predictor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One loaded model: rows in, an estimator's outputs out. Immutable; only computes. */
final class XgboostModel implements Model {
    private final Codecs codecs;
    private final FeatureRows.Reader features;
    private final Estimator estimator;
    private final ModelMetadata metadata;

    XgboostModel(ModelDocument document, Predictor predictor, Codecs codecs) {
        this.codecs = codecs;
        this.features = new FeatureRows.Reader(predictor.featureCount(), document.featureNames());
        this.estimator = Estimator.of(document, predictor);
        this.metadata = metadataOf(document);
    }

    @Override
    public CompletionStage<InferenceResponse> predict(
            InferenceRequest request, RequestContext context) {
        List<EstimatorOutput> wanted = wantedOutputs(request);
        FeatureRows rows = features.read(codecs.decode(request, ContentType.NP));
        List<Tensor> answers = new ArrayList<>();
        for (EstimatorOutput output : wanted) {
            Tensor answer = estimator.answer(output, rows);
            answers.addAll(codecs.encode(request, answer.name(), answer));
        }
        return CompletableFuture.completedFuture(InferenceResponse.of(answers));
    }

    /** All are checked before anything is computed. */
    private List<EstimatorOutput> wantedOutputs(InferenceRequest request) {
        if (request.outputs().isEmpty()) {
            return List.of(EstimatorOutput.PREDICT);
        }
        List<EstimatorOutput> wanted = new ArrayList<>();
        for (RequestedOutput output : request.outputs()) {
            wanted.add(estimator.output(output.name()));
        }
        return wanted;
    }

    @Override
    public ModelMetadata metadata() {
        return metadata;
    }

    @Override
    public Concurrency concurrency() {
        return Concurrency.computeOnly();
    }

    private ModelMetadata metadataOf(ModelDocument document) {
        TensorMetadata input =
                new TensorMetadata(
                        "input-0",
                        Datatype.FP32,
                        Shape.of(Shape.ANY, document.featureCount()),
                        Parameters.ofContentType(ContentType.NP));
        return new ModelMetadata(
                "xgboost", List.of(input), estimator.outputs(), propertiesOf(document));
    }

    private static Parameters propertiesOf(ModelDocument document) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("library", "xgboost");
        if (!document.version().isEmpty()) {
            properties.put("library_version", document.version());
        }
        properties.put("format", document.format().libraryName());
        properties.put("booster", document.booster().name());
        properties.put("objective", document.objective());
        properties.put("num_feature", document.featureCount());
        if (!document.featureNames().isEmpty()) {
            properties.put("feature_names", document.featureNames());
        }
        if (!document.featureTypes().isEmpty()) {
            properties.put("feature_types", document.featureTypes());
        }
        return Parameters.copyOf(properties);
    }
}
