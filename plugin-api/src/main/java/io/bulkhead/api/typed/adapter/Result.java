package io.bulkhead.api.typed.adapter;

import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One output of a method. Immutable and safe for use by many threads.
 *
 * @param <T> the Java type; boxed if it is primitive
 */
public final class Result<T> {
    private final String name;
    private final ValueType<T> type;
    private final String contentType;

    private Result(String name, ValueType<T> type, String contentType) {
        this.name = name;
        this.type = type;
        this.contentType = contentType;
    }

    /**
     * @param name of the output
     */
    public static <T> Result<T> of(String name, ValueType<T> type) {
        return new Result<>(name, type, "");
    }

    /** Encoded by this content type where nobody names one. */
    public Result<T> encodedAs(String newContentType) {
        return new Result<>(name, type, newContentType);
    }

    /** The output's name. */
    public String name() {
        return name;
    }

    /** What is known of the output before any request; a vector leaves as {@code [N,1]}. */
    Optional<TensorMetadata> metadata() {
        String said = contentType.isEmpty() ? type.contentType() : contentType;
        return type.metadata(name, said)
                .map(
                        known ->
                                known.shape().equals(Shape.of(Shape.ANY))
                                        ? new TensorMetadata(
                                                name,
                                                known.datatype(),
                                                Shape.of(Shape.ANY, 1),
                                                known.parameters())
                                        : known);
    }

    /** Whether the answer is to hold it: it is asked for, or nothing is. */
    public boolean wanted(InferenceRequest request) {
        return request.outputs().isEmpty()
                || request.outputs().stream().anyMatch(output -> output.name().equals(name));
    }

    /**
     * The tensors that stand for a value.
     *
     * @throws ServingException {@code INTERNAL} if it is null, or holds null, or is ragged
     */
    public List<Tensor> encode(@Nullable T value, InferenceRequest request, Codecs codecs) {
        if (value == null) {
            throw new ServingException(
                    ErrorCode.INTERNAL, "output '" + name + "' cannot be sent: it is null");
        }
        Object written = type.write(name, value);
        if (!contentType.isEmpty() && written instanceof Tensor tensor) {
            written = tensor.withParameters(tensor.parameters().with("content_type", contentType));
        }
        return codecs.encode(request, name, written);
    }
}
