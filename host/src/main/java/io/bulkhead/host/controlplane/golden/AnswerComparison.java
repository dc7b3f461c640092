package io.bulkhead.host.controlplane.golden;

import static java.util.stream.Collectors.joining;

import io.bulkhead.api.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/** Tells where an answer is not the expected one. */
final class AnswerComparison {
    private AnswerComparison() {}

    /** The first output that is not as expected, and how; empty if all are. */
    static Optional<String> difference(
            List<Tensor> expected, List<Tensor> found, Tolerance tolerance) {
        return expected.stream()
                .flatMap(output -> difference(output, found, tolerance).stream())
                .findFirst();
    }

    private static Optional<String> difference(
            Tensor expected, List<Tensor> answer, Tolerance tolerance) {
        Optional<Tensor> found =
                answer.stream().filter(tensor -> tensor.name().equals(expected.name())).findFirst();
        Optional<String> difference =
                found.isEmpty()
                        ? Optional.of("missing, the answer has " + names(answer))
                        : difference(expected, found.get(), tolerance);
        return difference.map(text -> "output '" + expected.name() + "': " + text);
    }

    private static String names(List<Tensor> answer) {
        return answer.isEmpty()
                ? "no output"
                : answer.stream().map(tensor -> "'" + tensor.name() + "'").collect(joining(", "));
    }

    private static Optional<String> difference(Tensor expected, Tensor found, Tolerance tolerance) {
        if (expected.datatype() != found.datatype()) {
            return unequal("datatype", expected.datatype(), found.datatype());
        }
        if (!expected.shape().equals(found.shape())) {
            return unequal("shape", expected.shape(), found.shape());
        }
        return new ValueDifferences(expected, found, tolerance).describe();
    }

    private static Optional<String> unequal(String what, Object expected, Object found) {
        return Optional.of(what + " " + expected + " expected, found " + found);
    }
}
