package io.bulkhead.api.typed.adapter;

import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One input of a method. Immutable and safe for use by many threads.
 *
 * @param <T> the Java type; boxed if it is primitive
 */
public final class Argument<T> {
    private final int index;
    private final String name;
    private final ValueType<T> type;
    private final String contentType;
    private final Shape shape;
    private final boolean required;
    private final @Nullable Object fallback;

    private Argument(
            int index,
            String name,
            ValueType<T> type,
            String contentType,
            Shape shape,
            boolean required,
            @Nullable Object fallback) {
        this.index = index;
        this.name = name;
        this.type = type;
        this.contentType = contentType;
        this.shape = shape;
        this.required = required;
        this.fallback = fallback;
    }

    /**
     * @param index of the input among all of the method; where a request most likely has it
     * @param name of the input
     */
    public static <T> Argument<T> of(int index, String name, ValueType<T> type) {
        return new Argument<>(index, name, type, type.contentType(), Shape.of(), true, null);
    }

    /** Decoded by this content type where nobody names one. */
    public Argument<T> decodedAs(String newContentType) {
        return new Argument<>(index, name, type, newContentType, shape, required, fallback);
    }

    /** With these sizes wanted, {@link Shape#ANY} for any. */
    public Argument<T> shaped(long... dimensions) {
        return new Argument<>(
                index, name, type, contentType, Shape.of(dimensions), required, fallback);
    }

    /** May be left out. */
    public Argument<T> optional() {
        return new Argument<>(index, name, type, contentType, shape, false, fallback);
    }

    /**
     * With a value for requests that leave it out.
     *
     * @throws IllegalArgumentException if the text is no such value
     */
    public Argument<T> orElse(String text) {
        return new Argument<>(
                index, name, type, contentType, shape, false, literal(name, type, text));
    }

    private static Object literal(String name, ValueType<?> type, String text) {
        try {
            return type.literal(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "default of input '" + name + "': " + e.getMessage(), e);
        }
    }

    /** The input's name. */
    public String name() {
        return name;
    }

    boolean required() {
        return required;
    }

    /** What is known of the input before any request. */
    Optional<TensorMetadata> metadata() {
        return type.metadata(name, contentType)
                .map(
                        known ->
                                shape.rank() == 0
                                        ? known
                                        : new TensorMetadata(
                                                name, known.datatype(), shape, known.parameters()));
    }

    /** Whether the request has it. */
    public boolean in(InferenceRequest request) {
        return find(request) != null;
    }

    /**
     * The value of the input, or its default.
     *
     * @throws ServingException if it is missing or no such value
     */
    @SuppressWarnings("unchecked") // a default was parsed as this type
    public T read(InferenceRequest request, Codecs codecs) {
        Tensor input = find(request);
        if (input != null) {
            return type.read(decoded(input, codecs), input);
        }
        if (fallback == null) {
            throw missing();
        }
        return (T) fallback;
    }

    /** The value of the input; empty if it is missing. */
    public Optional<T> readOptional(InferenceRequest request, Codecs codecs) {
        return find(request) == null ? Optional.empty() : Optional.of(read(request, codecs));
    }

    /** As {@link #read}, of {@code double} without a box. */
    public double readDouble(InferenceRequest request, Codecs codecs) {
        Tensor input = find(request);
        return input == null ? (double) fallback() : single(input, codecs).numbers().doubleAt(0);
    }

    /** As {@link #read}, of {@code float} without a box. */
    public float readFloat(InferenceRequest request, Codecs codecs) {
        Tensor input = find(request);
        return input == null ? (float) fallback() : Numbers.floatAt(single(input, codecs), 0);
    }

    /** As {@link #read}, of {@code long} without a box. */
    public long readLong(InferenceRequest request, Codecs codecs) {
        Tensor input = find(request);
        return input == null ? (long) fallback() : whole(input, codecs);
    }

    /** As {@link #read}, of {@code int} without a box. */
    public int readInt(InferenceRequest request, Codecs codecs) {
        Tensor input = find(request);
        return input == null ? (int) fallback() : (int) whole(input, codecs);
    }

    /** As {@link #read}, of {@code boolean} without a box. */
    public boolean readBoolean(InferenceRequest request, Codecs codecs) {
        Tensor input = find(request);
        return input == null ? (boolean) fallback() : BooleanElement.at(single(input, codecs), 0);
    }

    private long whole(Tensor input, Codecs codecs) {
        return Numbers.wholeAt(single(input, codecs), 0, nested().nesting().element().datatype());
    }

    private Tensor single(Tensor input, Codecs codecs) {
        return nested().single(decoded(input, codecs), input);
    }

    private NestedType<T> nested() {
        return (NestedType<T>) type;
    }

    private Object fallback() {
        if (fallback == null) {
            throw missing();
        }
        return fallback;
    }

    private ServingException missing() {
        return ServingException.invalidArgument("input '" + name + "' is missing");
    }

    private Object decoded(Tensor input, Codecs codecs) {
        if (shape.rank() != 0) {
            checkShape(input);
        }
        return codecs.decodeInput(input, contentType);
    }

    private void checkShape(Tensor input) {
        boolean fits = input.shape().rank() >= shape.rank();
        for (int i = 0; fits && i < input.shape().rank(); i++) {
            long wanted = i < shape.rank() ? shape.dimension(i) : 1;
            fits = wanted == Shape.ANY || wanted == input.shape().dimension(i);
        }
        if (!fits) {
            throw ServingException.unprocessable(
                    "input '%s': shape %s is wanted, found %s"
                            .formatted(name, shape, input.shape()));
        }
    }

    private @Nullable Tensor find(InferenceRequest request) {
        List<Tensor> inputs = request.inputs();
        if (index < inputs.size() && inputs.get(index).name().equals(name)) {
            return inputs.get(index);
        }
        for (Tensor input : inputs) {
            if (input.name().equals(name)) {
                return input;
            }
        }
        return null;
    }
}
