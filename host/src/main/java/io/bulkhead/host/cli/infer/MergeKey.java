package io.bulkhead.host.cli.infer;

import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestedOutput;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What requests must have in common for their rows to be sent as those of one request. */
record MergeKey(Parameters parameters, List<Input> inputs, List<RequestedOutput> outputs) {
    /**
     * One input.
     *
     * @param row the shape of a row
     */
    record Input(String name, Datatype datatype, Shape row, Parameters parameters) {}

    /** Empty if the request has no rows: inputs without dimensions or with different first ones. */
    static Optional<MergeKey> of(InferenceRequest request) {
        long rows = rows(request.inputs().get(0));
        if (rows < 1 || request.inputs().stream().anyMatch(input -> rows(input) != rows)) {
            return Optional.empty();
        }
        List<Input> inputs = request.inputs().stream().map(MergeKey::input).toList();
        return Optional.of(new MergeKey(request.parameters(), inputs, request.outputs()));
    }

    static long rows(Tensor tensor) {
        return tensor.shape().rank() == 0 ? 0 : tensor.shape().dimension(0);
    }

    private static Input input(Tensor tensor) {
        long[] dimensions = tensor.shape().toArray();
        Shape row = Shape.of(Arrays.copyOfRange(dimensions, 1, dimensions.length));
        return new Input(tensor.name(), tensor.datatype(), row, tensor.parameters());
    }
}
