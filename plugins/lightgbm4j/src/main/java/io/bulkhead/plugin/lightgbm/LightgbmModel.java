package io.bulkhead.plugin.lightgbm;

import io.bulkhead.api.Concurrency;
import io.bulkhead.api.Model;
import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.lightgbm.format.ModelDocument;
import io.bulkhead.plugin.lightgbm.kernel.Predictor;
import io.bulkhead.plugin.trees.FeatureColumns;
import io.bulkhead.plugin.trees.OutputName;
import io.bulkhead.plugin.trees.Outputs;
import io.bulkhead.plugin.trees.RowDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One loaded model: rows in, an estimator's outputs out. Immutable; only computes. */
final class LightgbmModel implements Model {
    private final Codecs codecs;
    private final RowDecoder decoder;
    private final Estimator estimator;
    private final Outputs outputs;
    private final FeatureColumns features;
    private final ModelMetadata metadata;

    LightgbmModel(ModelDocument document, Predictor predictor, boolean asMlserver, Codecs codecs) {
        this.codecs = codecs;
        this.estimator = Estimator.of(document, predictor);
        this.outputs =
                asMlserver
                        ? Outputs.of(List.of(OutputName.PREDICT)).ignoringRequests()
                        : Outputs.of(estimator.names());
        this.features =
                new FeatureColumns(
                        predictor.featureCount(), document.featureNames(), document.categories());
        this.decoder = new RowDecoder(codecs, asMlserver, features.areListed());
        this.metadata = metadataOf(document);
    }

    @Override
    public CompletionStage<InferenceResponse> predict(
            InferenceRequest request, RequestContext context) {
        List<Outputs.Wanted> wanted = outputs.wanted(request);
        FeatureRows rows = FeatureRows.of(features.rowsOf(decoder.decode(request)));
        List<Tensor> answers = new ArrayList<>();
        for (Outputs.Wanted output : wanted) {
            Tensor answer = estimator.answer(output.output(), output.name(), rows);
            answers.addAll(codecs.encode(request, answer.name(), answer));
        }
        return CompletableFuture.completedFuture(InferenceResponse.of(answers));
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
        return new ModelMetadata(
                "lightgbm",
                features.described(Datatype.FP64),
                outputs.legal().stream().map(estimator::described).toList(),
                propertiesOf(document));
    }

    private static Parameters propertiesOf(ModelDocument document) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("library", "lightgbm");
        properties.put("reader", "bulkhead-lightgbm4j");
        properties.put("format", "text " + document.version());
        properties.put("objective", document.objective());
        properties.put("num_feature", document.featureCount());
        properties.put("num_trees", document.trees().size());
        properties.put("feature_names", document.featureNames());
        return Parameters.copyOf(properties);
    }
}
