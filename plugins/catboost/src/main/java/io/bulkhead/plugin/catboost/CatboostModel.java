package io.bulkhead.plugin.catboost;

import io.bulkhead.api.Concurrency;
import io.bulkhead.api.Model;
import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.catboost.format.MalformedModelException;
import io.bulkhead.plugin.catboost.format.ModelDocument;
import io.bulkhead.plugin.catboost.kernel.Predictor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One loaded model: rows in, an estimator's outputs out. Immutable; only computes. */
final class CatboostModel implements Model {
    private final Codecs codecs;
    private final Predictor predictor;
    private final Outputs outputs;
    private final Columns columns;
    private final RowReader rows;
    private final Estimator estimator;
    private final ModelMetadata metadata;

    CatboostModel(ModelDocument document, Predictor predictor, Outputs outputs, Codecs codecs)
            throws MalformedModelException {
        this.codecs = codecs;
        this.predictor = predictor;
        this.outputs = outputs;
        this.columns = Columns.of(document);
        this.rows = new RowReader(columns);
        this.estimator = Estimator.of(document);
        this.metadata =
                new ModelMetadata(
                        "catboost", columns.inputs(), estimator.outputs(), propertiesOf(document));
    }

    @Override
    public CompletionStage<InferenceResponse> predict(
            InferenceRequest request, RequestContext context) {
        List<OutputName> wanted = outputs.wanted(request, estimator.names());
        FeatureRows features = rows.read(codecs.decode(request, ContentType.NP));
        int count = features.shape().count();
        double[] raw = predictor.predict(features.floats(), features.hashes(), count);
        List<Tensor> answers = new ArrayList<>();
        for (OutputName output : wanted) {
            Tensor answer = estimator.answer(output, raw, features.shape());
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

    private Parameters propertiesOf(ModelDocument document) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("library", "catboost");
        if (!document.info().version().isEmpty()) {
            properties.put("library_version", document.info().version());
        }
        properties.put("reader", "bulkhead-catboost");
        properties.put("format", document.format());
        if (!document.info().lossFunction().isEmpty()) {
            properties.put("loss_function", document.info().lossFunction());
        }
        document.info().labels().ifPresent(labels -> properties.put("class_names", labels.names()));
        properties.put("num_feature", columns.width());
        properties.put("num_trees", document.trees().count());
        properties.put("feature_names", columns.names());
        return Parameters.copyOf(properties);
    }
}
