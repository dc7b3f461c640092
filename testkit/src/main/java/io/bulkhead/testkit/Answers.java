package io.bulkhead.testkit;

import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares what a model answered with what it should have. */
final class Answers {
    private final double tolerance;

    Answers(double tolerance) {
        this.tolerance = tolerance;
    }

    /** What is different, in words; empty if nothing is. */
    Optional<String> difference(InferenceResponse found, InferenceResponse wanted) {
        List<String> names = found.outputs().stream().map(Tensor::name).toList();
        List<String> wantedNames = wanted.outputs().stream().map(Tensor::name).toList();
        if (!names.equals(wantedNames)) {
            return Optional.of("outputs " + names + " instead of " + wantedNames);
        }
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            difference(found.outputs().get(i), wanted.outputs().get(i)).ifPresent(differences::add);
        }
        return differences.stream().findFirst();
    }

    private Optional<String> difference(Tensor found, Tensor wanted) {
        String output = "output '" + found.name() + "': ";
        if (found.datatype() != wanted.datatype()) {
            return Optional.of(output + found.datatype() + " instead of " + wanted.datatype());
        }
        if (!found.shape().equals(wanted.shape())) {
            return Optional.of(output + found.shape() + " instead of " + wanted.shape());
        }
        for (int i = 0; i < found.size(); i++) {
            if (!isSame(found, wanted, i)) {
                return Optional.of(
                        output
                                + "element "
                                + i
                                + " is "
                                + element(found, i)
                                + " instead of "
                                + element(wanted, i));
            }
        }
        return Optional.empty();
    }

    private boolean isSame(Tensor found, Tensor wanted, int index) {
        if (!found.datatype().isFloating()) {
            return element(found, index).equals(element(wanted, index));
        }
        double one = found.numbers().doubleAt(index);
        double other = wanted.numbers().doubleAt(index);
        return Double.compare(one, other) == 0
                || Math.abs(one - other) <= tolerance * Math.max(Math.abs(one), Math.abs(other));
    }

    private static String element(Tensor tensor, int index) {
        if (tensor.data() instanceof BytesData texts) {
            return texts.isNull(index) ? "null" : '"' + texts.stringAt(index) + '"';
        }
        NumericData numbers = tensor.numbers();
        return numbers.datatype().isFloating()
                ? Double.toString(numbers.doubleAt(index))
                : Long.toString(numbers.longAt(index));
    }
}
