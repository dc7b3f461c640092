package io.bulkhead.plugin.catboost;

import io.bulkhead.api.Concurrency;
import io.bulkhead.api.Model;
import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.catboost.format.ModelDocument;
import io.bulkhead.plugin.catboost.kernel.Predictor;
import io.bulkhead.plugin.trees.MalformedModelException;
import io.bulkhead.plugin.trees.OutputName;
import io.bulkhead.plugin.trees.Outputs;
import io.bulkhead.plugin.trees.RowDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One loaded model: rows in, an estimator's outputs out. Immutable; only computes. */
final class CatboostModel implements Model {
    private final Codecs codecs;
    private final RowDecoder decoder;
    private final Predictor predictor;
    private final Outputs outputs;
    private final Columns columns;
    private final boolean withEmbeddings;
    private final RowReader rows;
    private final Estimator estimator;
    private final Explanation explanation;
    private final ModelMetadata metadata;

    CatboostModel(ModelDocument document, Predictor predictor, AnswerStyle style, Codecs codecs)
            throws MalformedModelException {
        this.codecs = codecs;
        this.predictor = predictor;
        this.columns = Columns.of(document);
        this.decoder = new RowDecoder(codecs, style.fixed(), columns.inputs().size() > 1);
        this.withEmbeddings = columns.haveEmbeddings();
        this.rows = new RowReader(columns);
        this.estimator = Estimator.of(document);
        this.explanation = new Explanation(predictor);
        this.outputs = style.outputs(available());
        this.metadata =
                new ModelMetadata(
                        "catboost",
                        columns.inputs(),
                        described().stream().filter(style::answers).toList(),
                        propertiesOf(document));
    }

    @Override
    public CompletionStage<InferenceResponse> predict(
            InferenceRequest request, RequestContext context) {
        List<Outputs.Wanted> wanted = outputs.wanted(request);
        FeatureRows features = rows.read(decoded(request));
        double[] raw = raw(wanted, features);
        List<Tensor> answers = new ArrayList<>();
        for (Outputs.Wanted output : wanted) {
            Tensor answer = answer(output, raw, features);
            answers.addAll(codecs.encode(request, answer.name(), answer));
        }
        return CompletableFuture.completedFuture(InferenceResponse.of(answers));
    }

    private Object decoded(InferenceRequest request) {
        if (withEmbeddings) {
            Optional<TableWithEmbeddings> table = TableWithEmbeddings.of(request, codecs, columns);
            if (table.isPresent()) {
                return table.get();
            }
        }
        return decoder.decode(request);
    }

    private static boolean needsRaw(Outputs.Wanted wanted) {
        return switch (wanted.output()) {
            case PREDICT, PREDICT_PROBA, PREDICT_LOG_PROBA, EXPONENT, MARGIN -> true;
            case LEAF, CONTRIBUTIONS, INTERACTIONS -> false;
        };
    }

    private double[] raw(List<Outputs.Wanted> wanted, FeatureRows rows) {
        return wanted.stream().anyMatch(CatboostModel::needsRaw)
                ? predictor.predict(rows.floats(), rows.hashes(), rows.shape().count())
                : new double[0];
    }

    private Tensor answer(Outputs.Wanted wanted, double[] raw, FeatureRows rows) {
        return switch (wanted.output()) {
            case PREDICT, PREDICT_PROBA, PREDICT_LOG_PROBA, EXPONENT ->
                    estimator.answer(wanted, raw, rows.shape());
            case MARGIN -> Estimator.raw(wanted.name(), raw, predictor.dimension(), rows.shape());
            case LEAF, CONTRIBUTIONS, INTERACTIONS -> explanation.answer(wanted, rows);
        };
    }

    private List<OutputName> available() {
        List<OutputName> names = new ArrayList<>(estimator.names());
        names.addAll(explanation.names());
        return names;
    }

    private List<TensorMetadata> described() {
        List<TensorMetadata> described = new ArrayList<>(estimator.outputs());
        for (OutputName name : explanation.names()) {
            described.add(explanation.described(name));
        }
        return described;
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
