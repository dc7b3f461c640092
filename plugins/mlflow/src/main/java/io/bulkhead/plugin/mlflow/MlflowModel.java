package io.bulkhead.plugin.mlflow;

import io.bulkhead.api.Concurrency;
import io.bulkhead.api.Model;
import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.route.ModelRoute;
import io.bulkhead.plugin.mlflow.flavor.Flavor;
import io.bulkhead.plugin.mlflow.mlmodel.Mlmodel;
import io.bulkhead.plugin.mlflow.schema.ParamRules;
import io.bulkhead.plugin.mlflow.schema.SchemaRules;
import io.bulkhead.plugin.mlflow.scoring.ScoringProtocol;
import io.bulkhead.plugin.mlflow.value.Payload;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One folder of MLflow's: held to its signature, answered by its flavor, over V2 and scoring. */
final class MlflowModel implements Model {
    private final Flavor flavor;
    private final SchemaRules schema;
    private final ParamRules params;
    private final OutputShape outputs;
    private final V2Values values;
    private final ScoringProtocol scoring;
    private final ModelMetadata metadata;

    /**
     * @param flavor taken over
     */
    MlflowModel(Mlmodel description, Flavor flavor, Codecs codecs) {
        this.flavor = flavor;
        this.schema = new SchemaRules(description.signature().inputs());
        this.params = new ParamRules(description.signature().params());
        this.outputs = new OutputShape(description.signature().outputs());
        this.values = new V2Values(description.signature(), codecs);
        this.scoring = new ScoringProtocol(description.signature().inputs(), this::predict);
        this.metadata = SignatureMetadata.of(description, flavor.properties());
    }

    @Override
    public CompletionStage<InferenceResponse> predict(
            InferenceRequest request, RequestContext context) {
        Payload input = values.decode(request);
        CompletionStage<Payload> predictions = predict(input, values.params(request), context);
        if (predictions instanceof CompletableFuture<Payload> future
                && future.isDone()
                && !future.isCompletedExceptionally()) {
            return CompletableFuture.completedFuture(values.encode(request, future.join()));
        }
        return predictions.thenApply(answer -> values.encode(request, answer));
    }

    private CompletionStage<Payload> predict(
            Payload input, @Nullable Object given, RequestContext context) {
        CompletionStage<Payload> predictions =
                flavor.predict(schema.enforce(input), params.enforce(given), context);
        return outputs.changes() ? predictions.thenApply(outputs::shaped) : predictions;
    }

    ScoringProtocol scoring() {
        return scoring;
    }

    @Override
    public List<ModelRoute> routes() {
        return scoring.routes();
    }

    @Override
    public ModelMetadata metadata() {
        return metadata;
    }

    @Override
    public Concurrency concurrency() {
        return flavor.concurrency();
    }

    @Override
    public void close() {
        flavor.close();
    }
}
