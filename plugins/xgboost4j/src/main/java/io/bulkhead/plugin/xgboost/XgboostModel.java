package io.bulkhead.plugin.xgboost;

import io.bulkhead.api.Concurrency;
import io.bulkhead.api.Model;
import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.trees.FeatureColumns;
import io.bulkhead.plugin.trees.OutputName;
import io.bulkhead.plugin.trees.Outputs;
import io.bulkhead.plugin.trees.RowDecoder;
import io.bulkhead.plugin.xgboost.format.ModelDocument;
import io.bulkhead.plugin.xgboost.kernel.Predictor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One loaded model: rows in, an estimator's outputs out. Immutable; only computes. */
final class XgboostModel implements Model {
    private final Codecs codecs;
    private final RowDecoder decoder;
    private final FeatureColumns columns;
    private final ModelDocument document;
    private final Predictor predictor;
    private final Estimator estimator;
    private final Explanation explanation;
    private final Outputs outputs;
    private final ModelMetadata metadata;

    /**
     * @param importances what the metadata is to tell of the features; empty for nothing
     */
    XgboostModel(
            ModelDocument document,
            Predictor predictor,
            boolean asMlserver,
            List<Double> importances,
            Codecs codecs) {
        this.codecs = codecs;
        this.columns =
                new FeatureColumns(
                        predictor.featureCount(), document.featureNames(), document.categories());
        this.decoder = new RowDecoder(codecs, asMlserver, columns.areListed());
        this.document = document;
        this.predictor = predictor;
        this.estimator = Estimator.of(document, predictor);
        this.explanation = new Explanation(predictor);
        this.outputs = asMlserver ? MlserverOutputs.of(available()) : Outputs.of(available());
        this.metadata = metadataOf(document, importances);
    }

    @Override
    public CompletionStage<InferenceResponse> predict(
            InferenceRequest request, RequestContext context) {
        List<Outputs.Wanted> wanted = outputs.wanted(request);
        Optional<BaseMargin> base = BaseMargin.of(request, document.featureNames());
        InferenceRequest features = base.map(BaseMargin::rest).orElse(request);
        FeatureRows rows = FeatureRows.of(columns.rowsOf(decoder.decode(features)));
        List<Tensor> answers = new ArrayList<>();
        for (Outputs.Wanted output : wanted) {
            Tensor answer =
                    base.isPresent()
                            ? answer(output, rows, base.get())
                            : answer(output, rows, estimator, explanation);
            answers.addAll(codecs.encode(request, answer.name(), answer));
        }
        return CompletableFuture.completedFuture(InferenceResponse.of(answers));
    }

    /** As if the model were another one, whose rows start from these margins. */
    private Tensor answer(Outputs.Wanted wanted, FeatureRows rows, BaseMargin base) {
        float[] margins = base.margins(rows.count(), predictor.outputCount());
        Predictor started = predictor.startingFrom(margins);
        return answer(wanted, rows, Estimator.of(document, started), new Explanation(started));
    }

    private List<OutputName> available() {
        List<OutputName> names = new ArrayList<>(List.of(OutputName.PREDICT));
        if (estimator.hasProbabilities()) {
            names.add(OutputName.PREDICT_PROBA);
        }
        names.addAll(explanation.names());
        return names;
    }

    private static Tensor answer(
            Outputs.Wanted wanted, FeatureRows rows, Estimator estimator, Explanation explanation) {
        return switch (wanted.output()) {
            case PREDICT -> estimator.predictions(wanted.name(), rows);
            case PREDICT_PROBA -> estimator.probabilities(wanted.name(), rows);
            default -> explanation.answer(wanted.output(), wanted.name(), rows);
        };
    }

    @Override
    public ModelMetadata metadata() {
        return metadata;
    }

    @Override
    public Concurrency concurrency() {
        return Concurrency.computeOnly();
    }

    private ModelMetadata metadataOf(ModelDocument document, List<Double> importances) {
        return new ModelMetadata(
                "xgboost",
                columns.described(Datatype.FP32),
                describedOutputs(),
                propertiesOf(document, importances));
    }

    private List<TensorMetadata> describedOutputs() {
        List<TensorMetadata> described = new ArrayList<>(estimator.outputs());
        for (OutputName output : explanation.names()) {
            if (outputs.legal().contains(output)) {
                described.add(explanation.described(output));
            }
        }
        return described;
    }

    private static Parameters propertiesOf(ModelDocument document, List<Double> importances) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("library", "xgboost");
        if (!document.version().isEmpty()) {
            properties.put("library_version", document.version());
        }
        properties.put("reader", "bulkhead-xgboost4j");
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
        if (!importances.isEmpty()) {
            properties.put("feature_importances", importances);
        }
        return Parameters.copyOf(properties);
    }
}
