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
import java.util.Arrays;
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
        if (!(property("class_names").orElse("") instanceof List<?> listed)) {
            return Optional.empty();
        }
        List<String> labels = listed.stream().map(String::valueOf).toList();
        Datatype datatype =
                described(Method.PREDICT.pythonName())
                        .map(TensorMetadata::datatype)
                        .orElse(Datatype.FP64);
        return Optional.of(
                switch (datatype) {
                    case BYTES -> ClassLabels.ofText(labels);
                    case BOOL -> ClassLabels.ofNumbers(NumericData.of(flags(labels)));
                    default -> ClassLabels.ofNumbers(numbers(labels, datatype.isInteger()));
                });
    }

    private static NumericData numbers(List<String> labels, boolean whole) {
        double[] numbers = labels.stream().mapToDouble(Double::parseDouble).toArray();
        return whole
                ? NumericData.of(
                        Arrays.stream(numbers).mapToLong(number -> (long) number).toArray())
                : NumericData.of(numbers);
    }

    private static boolean[] flags(List<String> labels) {
        boolean[] flags = new boolean[labels.size()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = labels.get(i).equalsIgnoreCase("true") || labels.get(i).equals("1");
        }
        return flags;
    }

    /** What the runtime says that the model takes. */
    List<TensorMetadata> inputs() {
        return model.metadata().inputs();
    }

    /** What the runtime says of the model under this name. */
    Optional<Object> property(String name) {
        return Optional.ofNullable(model.metadata().properties().asMap().get(name));
    }

    /** The names that the features have in the model's file. */
    List<String> features() {
        return property("feature_names").orElse(List.of()) instanceof List<?> names
                ? names.stream().map(String::valueOf).toList()
                : List.of();
    }

    private Optional<TensorMetadata> described(String output) {
        return model.metadata().outputs().stream()
                .filter(known -> known.name().equals(output))
                .findFirst();
    }

    /** How much each feature matters, if the runtime was asked to say so. */
    Optional<double[]> importances() {
        return property("feature_importances").orElse("") instanceof List<?> shares
                ? Optional.of(
                        shares.stream()
                                .mapToDouble(share -> ((Number) share).doubleValue())
                                .toArray())
                : Optional.empty();
    }

    /** One output for all rows. */
    Tensor answer(Method output, InferenceRequest rows) {
        InferenceRequest request =
                rows.withOutputs(
                        List.of(new RequestedOutput(output.pythonName(), Parameters.empty())));
        // Trees neither wait nor ask who calls.
        return model.predict(request, RequestContext.background())
                .toCompletableFuture()
                .join()
                .outputs()
                .get(0);
    }
}
