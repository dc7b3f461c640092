package io.bulkhead.plugin.sklearn;

import io.bulkhead.api.Model;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.inference.RequestedOutput;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.api.tensor.TensorData;
import io.bulkhead.plugin.sklearn.estimator.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The datatypes and shapes of a model's answers. A pickle tells neither, so the model is asked once
 * with a row of zeros and empty texts; what it cannot answer to that is left out.
 */
final class AnswerForms {
    /** With more columns their pairs are too many to be asked for at each load. */
    private static final long MOST_COLUMNS_OF_PAIRS = 100;

    private AnswerForms() {}

    /**
     * @param inputs what the model wants; empty if that is not known, and then nothing is
     * @param names the outputs that it has
     */
    static List<TensorMetadata> of(Model model, List<TensorMetadata> inputs, List<String> names) {
        if (inputs.isEmpty()) {
            return List.of();
        }
        List<Tensor> row = inputs.stream().map(AnswerForms::row).toList();
        InferenceRequest request = InferenceRequest.of(row.toArray(Tensor[]::new));
        long columns = row.stream().mapToLong(Tensor::size).sum();
        List<TensorMetadata> forms = new ArrayList<>();
        for (String name : names) {
            if (columns <= MOST_COLUMNS_OF_PAIRS
                    || !name.equals(Method.INTERACTIONS.pythonName())) {
                answer(model, request, name).forEach(tensor -> forms.add(form(tensor)));
            }
        }
        return List.copyOf(forms);
    }

    private static Tensor row(TensorMetadata input) {
        long[] dimensions = new long[input.shape().rank()];
        for (int i = 0; i < dimensions.length; i++) {
            long dimension = input.shape().dimension(i);
            dimensions[i] = dimension == Shape.ANY ? 1 : dimension;
        }
        Shape shape = Shape.of(dimensions);
        return new Tensor(
                input.name(), shape, nothing(input.datatype(), shape), input.parameters());
    }

    private static TensorData nothing(Datatype datatype, Shape shape) {
        int size = Math.toIntExact(shape.elementCount());
        return datatype == Datatype.BYTES
                ? BytesData.ofStrings(Collections.nCopies(size, ""))
                : NumericData.wrap(datatype, NumericData.allocate(datatype, size));
    }

    private static List<Tensor> answer(Model model, InferenceRequest request, String name) {
        List<RequestedOutput> wanted = List.of(new RequestedOutput(name, Parameters.empty()));
        try {
            return model.predict(request.withOutputs(wanted), RequestContext.background())
                    .toCompletableFuture()
                    .join()
                    .outputs();
        } catch (RuntimeException notForSuchARow) {
            return List.of(); // of categories that no row has, for example
        }
    }

    private static TensorMetadata form(Tensor answer) {
        long[] dimensions = new long[answer.shape().rank()];
        for (int i = 0; i < dimensions.length; i++) {
            dimensions[i] = i == 0 ? Shape.ANY : answer.shape().dimension(i);
        }
        return new TensorMetadata(
                answer.name(), answer.data().datatype(), Shape.of(dimensions), answer.parameters());
    }
}
