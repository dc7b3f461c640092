package io.bulkhead.plugin.mllib;

import io.bulkhead.api.Concurrency;
import io.bulkhead.api.Model;
import io.bulkhead.api.ModelSettings;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.inference.RequestedOutput;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.mllib.format.SavedStage;
import io.bulkhead.plugin.mllib.pipeline.VectorModel;
import io.bulkhead.plugin.mllib.rdd.OlderModels;
import io.bulkhead.plugin.mllib.row.VectorBuffer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A model of {@code org.apache.spark.mllib}, served as MLServer serves it: one vector in, one
 * number out. Immutable.
 */
final class OlderModel implements Model {
    private static final String OUTPUT = "predict";

    private final VectorModel model;
    private final ModelMetadata metadata;

    private OlderModel(VectorModel model, ModelMetadata metadata) {
        this.model = model;
        this.metadata = metadata;
    }

    static OlderModel read(SavedStage saved, ModelSettings settings) throws IOException {
        VectorModel model = OlderModels.read(saved, settings.parameters().getString("format"));
        // MLServer tells neither inputs nor outputs of these.
        ModelMetadata metadata =
                new ModelMetadata(
                        "", List.of(), List.of(), Descriptions.properties(saved, List.of()));
        return new OlderModel(model, metadata);
    }

    @Override
    public CompletionStage<InferenceResponse> predict(
            InferenceRequest request, RequestContext context) {
        if (request.inputs().size() != 1) {
            throw ServingException.invalidArgument(
                    "MLlibModel only supports a single input tensor ("
                            + request.inputs().size()
                            + " were received)");
        }
        for (RequestedOutput output : request.outputs()) {
            if (!output.name().equals(OUTPUT)) {
                throw ServingException.invalidArgument(
                        "output '" + output.name() + "': the model has '" + OUTPUT + "'");
            }
        }
        float answer = (float) model.prediction().of(vector(request.inputs().get(0)));
        Tensor tensor = new Tensor(OUTPUT, Shape.of(1), NumericData.of(new float[] {answer}));
        return InferenceResponse.completed(tensor);
    }

    private VectorBuffer vector(Tensor input) {
        Shape shape = input.shape();
        int size = input.size();
        boolean isVector = shape.rank() == 1 || (shape.rank() == 2 && shape.dimension(0) == 1);
        boolean fits = model.exact() ? size == model.featureCount() : size >= model.featureCount();
        if (!isVector || !fits) {
            throw ServingException.unprocessable(
                    "input '"
                            + input.name()
                            + "': one vector is wanted, shape ["
                            + model.featureCount()
                            + "], found shape "
                            + shape);
        }
        NumericData numbers = input.numbers();
        VectorBuffer vector = new VectorBuffer();
        double[] values = vector.dense(size);
        for (int i = 0; i < size; i++) {
            values[i] = numbers.doubleAt(i);
        }
        return vector;
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
