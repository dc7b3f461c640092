package io.bulkhead.plugin.mlflow.flavor;

import io.bulkhead.api.Concurrency;
import io.bulkhead.api.Model;
import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.codec.Table;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.inference.RequestedOutput;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.mlflow.value.Payload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A model as its library knows it, loaded by that library's runtime. Owns it. */
public final class Flavor implements AutoCloseable {
    private static final Parameters TABLE = Parameters.ofContentType(ContentType.PD);
    private static final Parameters ARRAY = Parameters.ofContentType(ContentType.NP);

    private final FlavorPlan plan;
    private final Model model;
    private final List<RequestedOutput> graphOutputs;
    private final List<String> graphInputs;

    /**
     * @param model loaded as the plan says; taken over
     */
    public Flavor(FlavorPlan plan, Model model) {
        this.plan = plan;
        this.model = model;
        this.graphOutputs =
                model.metadata().outputs().stream()
                        .map(output -> new RequestedOutput(output.name(), Parameters.empty()))
                        .toList();
        this.graphInputs = model.metadata().inputs().stream().map(input -> input.name()).toList();
    }

    /** Answers input that fits the signature. */
    public CompletionStage<Payload> predict(
            Payload input, Map<String, @Nullable Object> params, RequestContext context) {
        boolean graph = plan.form() == FlavorPlan.Form.GRAPH;
        InferenceRequest request =
                new InferenceRequest(
                        "",
                        input instanceof Payload.Frame ? TABLE : ARRAY,
                        inputs(input),
                        graph ? graphOutputs : outputs(params));
        CompletionStage<InferenceResponse> stage = model.predict(request, context);
        boolean frame = graph && input instanceof Payload.Frame;
        if (stage instanceof CompletableFuture<InferenceResponse> future && isGood(future)) {
            return CompletableFuture.completedFuture(payload(future.join(), graph, frame));
        }
        return stage.thenApply(response -> payload(response, graph, frame));
    }

    private static boolean isGood(CompletableFuture<InferenceResponse> future) {
        return future.isDone() && !future.isCompletedExceptionally();
    }

    private List<Tensor> inputs(Payload input) {
        if (input instanceof Payload.Frame frame) {
            List<Tensor> columns = frame.table().columns();
            return plan.form() == FlavorPlan.Form.PIPELINE
                    ? columns.stream().map(ListColumns::unpacked).toList()
                    : columns;
        }
        if (input instanceof Payload.Array array) {
            return List.of(plan.form() == FlavorPlan.Form.GRAPH ? only(array) : array.tensor());
        }
        if (plan.form() != FlavorPlan.Form.GRAPH) {
            throw ServingException.unprocessable(
                    "the model takes one array or a table, found arrays by name");
        }
        return List.copyOf(((Payload.Named) input).tensors().values());
    }

    private Tensor only(Payload.Array array) {
        if (graphInputs.size() != 1) {
            throw ServingException.unprocessable(
                    "the model takes inputs " + graphInputs + " by name, found one without");
        }
        return array.tensor().withName(graphInputs.get(0));
    }

    /** Which output the params ask for; none means a prediction. */
    private List<RequestedOutput> outputs(Map<String, @Nullable Object> params) {
        if (params.isEmpty() || !takesParams()) {
            return List.of();
        }
        for (Map.Entry<String, String> output : plan.outputsByParam().entrySet()) {
            if (Boolean.TRUE.equals(params.get(output.getKey()))) {
                return List.of(new RequestedOutput(output.getValue(), Parameters.empty()));
            }
        }
        params.forEach(this::requireNeutral);
        return List.of();
    }

    private boolean takesParams() {
        return plan.form() != FlavorPlan.Form.ESTIMATOR_WITHOUT_PARAMS
                && plan.form() != FlavorPlan.Form.PIPELINE;
    }

    /** A param that does nothing is fine; one that should do something must not be lost. */
    private void requireNeutral(String name, @Nullable Object value) {
        boolean neutral =
                value == null
                        || value.equals(false)
                        || plan.outputsByParam().containsKey(name)
                        || name.equals("validate_features")
                        || (value instanceof List<?> list && list.stream().allMatch(this::isZero))
                        || (value instanceof Long number && number <= 0);
        if (!neutral) {
            throw ServingException.invalidArgument(
                    "param '" + name + "': flavor " + plan.flavor() + " has no such param here");
        }
    }

    private boolean isZero(@Nullable Object value) {
        return value instanceof Number number && number.doubleValue() == 0;
    }

    private static Payload payload(InferenceResponse response, boolean graph, boolean frame) {
        List<Tensor> outputs = response.outputs();
        if (frame && outputs.stream().allMatch(o -> o.size() == outputs.get(0).size())) {
            return new Payload.Frame(
                    Table.of(outputs.stream().map(Flavor::flat).toList())); // as MLflow does
        }
        if (!graph && outputs.size() == 1) {
            return new Payload.Array(outputs.get(0));
        }
        if (!graph) {
            return new Payload.Frame(Table.of(outputs));
        }
        Map<String, Tensor> named = new LinkedHashMap<>();
        outputs.forEach(output -> named.put(output.name(), output));
        return new Payload.Named(named);
    }

    private static Tensor flat(Tensor output) {
        return output.withShape(Shape.of(output.size()));
    }

    /** As the runtime that computes says. */
    public Concurrency concurrency() {
        return model.concurrency();
    }

    /** Facts about the model that its runtime tells. */
    public Parameters properties() {
        return model.metadata().properties();
    }

    @Override
    public void close() {
        model.close();
    }
}
