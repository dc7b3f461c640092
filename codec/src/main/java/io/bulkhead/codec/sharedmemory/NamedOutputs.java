package io.bulkhead.codec.sharedmemory;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestedOutput;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.codec.binary.RawTensors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The outputs that a client wants in shared memory instead of the answer. Where they are to lie is
 * no business of the model.
 */
final class NamedOutputs implements SharedOutputs {
    private static final RawTensors TENSORS = new RawTensors("shared memory", false);

    private final SharedMemory memory;
    private final Map<String, TensorPlace> places;

    private NamedOutputs(SharedMemory memory, Map<String, TensorPlace> places) {
        this.memory = memory;
        this.places = places;
    }

    /**
     * What the request says of its outputs.
     *
     * @throws ServingException if a place is not there
     */
    static SharedOutputs of(InferenceRequest request, SharedMemory memory) {
        Map<String, TensorPlace> places = Map.of();
        for (RequestedOutput output : request.outputs()) {
            if (TensorPlace.isIn(output.parameters())) {
                String where = "output '" + output.name() + "'";
                TensorPlace place = TensorPlace.of(where, output.parameters());
                memory.require(place);
                places = places.isEmpty() ? new HashMap<>() : places;
                places.putIfAbsent(output.name(), place);
            }
        }
        return places.isEmpty() ? NONE : new NamedOutputs(memory, places);
    }

    @Override
    public InferenceRequest hiddenIn(InferenceRequest request) {
        List<RequestedOutput> plain = new ArrayList<>(request.outputs().size());
        for (RequestedOutput output : request.outputs()) {
            Parameters parameters = TensorPlace.without(output.parameters());
            plain.add(new RequestedOutput(output.name(), parameters));
        }
        return new InferenceRequest(request.id(), request.parameters(), request.inputs(), plain);
    }

    @Override
    public boolean hold(Tensor output) {
        return places.containsKey(output.name());
    }

    @Override
    public void write(InferenceResponse response) {
        for (Tensor output : response.outputs()) {
            TensorPlace place = places.get(output.name());
            if (place != null) {
                memory.write(place, TENSORS.write(output.data()));
            }
        }
    }

    @Override
    public Parameters parameters(Tensor output) {
        @Nullable TensorPlace place = places.get(output.name());
        return place == null
                ? output.parameters()
                : place.holding(RawTensors.byteCount(output.data())).addTo(output.parameters());
    }
}
