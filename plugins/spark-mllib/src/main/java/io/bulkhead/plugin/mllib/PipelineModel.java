package io.bulkhead.plugin.mllib;

import io.bulkhead.api.Concurrency;
import io.bulkhead.api.Model;
import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.inference.RequestedOutput;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.mllib.format.SavedStage;
import io.bulkhead.plugin.mllib.pipeline.Kernel;
import io.bulkhead.plugin.mllib.pipeline.Pipeline;
import io.bulkhead.plugin.mllib.pipeline.PipelineBuilder;
import io.bulkhead.plugin.mllib.pipeline.Role;
import io.bulkhead.plugin.mllib.row.Cell;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** A model or pipeline of {@code org.apache.spark.ml}: columns in, columns out. Immutable. */
final class PipelineModel implements Model {
    private final Pipeline pipeline;
    private final Codecs codecs;
    private final RequestReader reader;
    private final Map<String, Integer> legal;
    private final List<String> defaults;
    private final Pipeline.Plan defaultPlan;
    private final ModelMetadata metadata;

    private PipelineModel(SavedStage saved, Pipeline pipeline, Codecs codecs) {
        this.pipeline = pipeline;
        this.codecs = codecs;
        this.reader = new RequestReader(pipeline, codecs);
        this.legal = OutputNames.legal(pipeline);
        this.defaults = OutputNames.defaults(pipeline);
        this.defaultPlan = plan(defaults);
        this.metadata = new Descriptions(saved, pipeline).of(defaultPlan, legal);
    }

    static PipelineModel read(SavedStage saved, Codecs codecs) throws IOException {
        PipelineBuilder builder = new PipelineBuilder();
        new StageCatalog().read(saved, builder);
        return new PipelineModel(saved, builder.build(), codecs);
    }

    @Override
    public CompletionStage<InferenceResponse> predict(
            InferenceRequest request, RequestContext context) {
        List<String> wanted = wanted(request);
        Pipeline.Plan plan = wanted.equals(defaults) ? defaultPlan : plan(wanted);
        List<InputColumn> inputs = reader.read(request, plan.inputs());
        int rows = inputs.isEmpty() ? 0 : inputs.get(0).rows();
        List<OutputColumn> outputs = new ArrayList<>(wanted.size());
        for (String name : wanted) {
            outputs.add(new OutputColumn(name, columnOf(name), rows));
        }
        compute(plan, inputs, outputs, rows);
        List<Tensor> answer = new ArrayList<>(wanted.size());
        for (OutputColumn output : outputs) {
            Tensor tensor = output.tensor();
            answer.addAll(codecs.encode(request, tensor.name(), tensor));
        }
        return CompletableFuture.completedFuture(InferenceResponse.of(answer));
    }

    private void compute(
            Pipeline.Plan plan, List<InputColumn> inputs, List<OutputColumn> outputs, int rows) {
        Cell[] cells = pipeline.newRow();
        for (int row = 0; row < rows; row++) {
            for (InputColumn input : inputs) {
                input.load(row, cells);
            }
            for (Kernel kernel : plan.kernels()) {
                kernel.apply(cells);
            }
            for (OutputColumn output : outputs) {
                output.add(cells);
            }
        }
    }

    private List<String> wanted(InferenceRequest request) {
        if (request.outputs().isEmpty()) {
            return defaults;
        }
        List<String> names = request.outputs().stream().map(RequestedOutput::name).toList();
        names.forEach(this::columnOf);
        return names;
    }

    private Pipeline.Plan plan(List<String> names) {
        return pipeline.plan(names.stream().map(this::columnOf).toList());
    }

    private int columnOf(String name) {
        // Other runtimes' names of a score before it becomes a probability.
        boolean score = name.equals("margin") || name.equals("raw");
        Integer column = score ? legal.get(Role.DECISION_FUNCTION.wireName()) : legal.get(name);
        if (column == null) {
            throw ServingException.invalidArgument(
                    "output '"
                            + name
                            + "': the model has "
                            + legal.keySet().stream()
                                    .map(known -> "'" + known + "'")
                                    .collect(Collectors.joining(", ")));
        }
        return column;
    }

    @Override
    public ModelMetadata metadata() {
        return metadata;
    }

    @Override
    public Concurrency concurrency() {
        return Concurrency.computeOnly();
    }
}
