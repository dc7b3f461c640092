package io.bulkhead.codec.sharedmemory;

import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.tensor.Tensor;
import java.util.Optional;

/** Takes tensors of one message that need not travel in it. */
public interface TensorPlaces {
    /** All tensors travel in the message. */
    TensorPlaces NONE =
            new TensorPlaces() {
                @Override
                public Optional<TensorPlace> put(Tensor tensor) {
                    return Optional.empty();
                }

                @Override
                public Parameters describedIn(Parameters parameters) {
                    return parameters;
                }
            };

    /** Where the tensor's bytes are now; empty if they are to be in the message. */
    Optional<TensorPlace> put(Tensor tensor);

    /** The message's parameters, with what its reader must know of all places. */
    Parameters describedIn(Parameters parameters);
}
