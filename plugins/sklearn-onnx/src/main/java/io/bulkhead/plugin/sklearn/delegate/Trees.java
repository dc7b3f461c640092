package io.bulkhead.plugin.sklearn.delegate;

import io.bulkhead.api.Model;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.inference.RequestedOutput;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.value.ClassLabels;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A model of another runtime, asked for one output at a time.
 *
 * @param model closed with the model that is made of it
 */
record Trees(Model model) {
    private static final List<Method> EXPLAINING =
            List.of(Method.MARGIN, Method.LEAF, Method.CONTRIBUTIONS, Method.INTERACTIONS);

    /** Whether the runtime says that the model has this output. */
    boolean has(String output) {
        return described(output).isPresent();
    }

    /** How many numbers of this output there are for a row, if the runtime says so. */
    Optional<Long> width(String output) {
        return described(output)
                .map(TensorMetadata::shape)
                .filter(shape -> shape.rank() == 2)
                .map(shape -> shape.dimension(1));
    }

    /** What explains predictions, as far as the runtime has it. */
    Set<Method> explanations() {
        Set<Method> explanations = EnumSet.noneOf(Method.class);
        for (Method method : EXPLAINING) {
            if (has(method.pythonName())) {
                explanations.add(method);
            }
        }
        return explanations;
    }

    /** The classes that the runtime says it has. */
    Optional<ClassLabels> classes() {
        Object names = model.metadata().properties().asMap().get("class_names");
        if (!(names instanceof List<?> listed)) {
            return Optional.empty();
        }
        List<String> labels = listed.stream().map(String::valueOf).toList();
        boolean text =
                described(Method.PREDICT.pythonName())
                        .filter(output -> output.datatype() == Datatype.BYTES)
                        .isPresent();
        return Optional.of(text ? ClassLabels.ofText(labels) : numbers(labels));
    }

    private static ClassLabels numbers(List<String> labels) {
        double[] numbers = labels.stream().mapToDouble(Double::parseDouble).toArray();
        return ClassLabels.ofNumbers(NumericData.of(numbers));
    }

    private Optional<TensorMetadata> described(String output) {
        return model.metadata().outputs().stream()
                .filter(known -> known.name().equals(output))
                .findFirst();
    }

    /** One output for all rows. */
    Tensor answer(String output, Tensor rows) {
        InferenceRequest request =
                InferenceRequest.of(rows)
                        .withOutputs(List.of(new RequestedOutput(output, Parameters.empty())));
        // Trees neither wait nor ask who calls.
        return model.predict(request, RequestContext.background())
                .toCompletableFuture()
                .join()
                .outputs()
                .get(0);
    }
}
