package io.bulkhead.api.typed.adapter;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Tensor;
import java.util.Optional;

/** Values that a codec makes and takes as they are. */
final class CodedType<T> extends ValueType<T> {
    private final Class<T> type;
    private final String contentType;

    CodedType(Class<T> type, String contentType) {
        this.type = type;
        this.contentType = contentType;
    }

    @Override
    public String contentType() {
        return contentType;
    }

    @Override
    public Optional<TensorMetadata> metadata(String name, String contentType) {
        return Optional.empty();
    }

    @Override
    T read(Object decoded, Tensor input) {
        if (type.isInstance(decoded)) {
            return type.cast(decoded);
        }
        throw ServingException.invalidArgument(
                "input '%s': content type '%s' is wanted, another one was asked for"
                        .formatted(input.name(), contentType));
    }

    @Override
    Object write(String output, T value) {
        return value;
    }

    @Override
    Optional<Class<?>> scalar() {
        return Optional.empty();
    }
}
