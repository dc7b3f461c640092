package io.bulkhead.host.dataplane;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Models find their inputs by name, so that of two with one name, one would be lost. */
final class InputNames {
    private InputNames() {}

    /**
     * @throws ServingException {@code INVALID_ARGUMENT} if two inputs have one name
     */
    static void requireDistinct(List<Tensor> inputs) {
        if (inputs.size() < 2) {
            return;
        }
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            Integer first = seen.putIfAbsent(inputs.get(i).name(), i);
            if (first != null) {
                throw ServingException.invalidArgument(
                        "inputs[%d].name: each input must have a name of its own, but '%s' is that of inputs[%d]"
                                .formatted(i, inputs.get(i).name(), first));
            }
        }
    }
}
