package io.bulkhead.api.typed.adapter;

import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * How values of one Java type are read from and written to tensors. Immutable and safe for use by
 * many threads.
 *
 * @param <T> the Java type; boxed if it is primitive
 */
public abstract class ValueType<T> {
    ValueType() {}

    /**
     * A number, a boolean, {@code String}, {@code byte[]}, {@code Instant}, an enum, or an array of
     * these of any rank.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static <T> ValueType<T> of(Class<T> type) {
        return new NestedType<>(Nesting.of(type));
    }

    /** As {@link #of(Class)}, with numbers of another datatype of the same width. */
    public static <T> ValueType<T> of(Class<T> type, Datatype datatype) {
        return new NestedType<>(Nesting.of(type, datatype));
    }

    /**
     * A list: one dimension more than its elements have.
     *
     * @throws IllegalArgumentException if its elements are not made of elements of a tensor
     */
    public static <E> ValueType<List<E>> listOf(ValueType<E> elements) {
        if (elements instanceof NestedType<E> nested) {
            return new NestedType<>(nested.nesting().inList());
        }
        throw new IllegalArgumentException("no list can be made of " + elements);
    }

    /** A tensor as it is. */
    public static ValueType<Tensor> tensor() {
        return new CodedType<>(Tensor.class, ContentType.NP);
    }

    /** Whatever the codec of a content type makes of a tensor. */
    public static <T> ValueType<T> coded(Class<T> type, String contentType) {
        return new CodedType<>(type, contentType);
    }

    /** The content type by which inputs are decoded where nobody names one. */
    public abstract String contentType();

    /** What metadata say of an input of this type; empty if it says nothing. */
    public abstract Optional<TensorMetadata> metadata(String name, String contentType);

    /**
     * The value of an input.
     *
     * @param decoded what a codec made of it
     * @param input as it came
     * @throws io.bulkhead.api.error.ServingException if it is no such value
     */
    abstract T read(Object decoded, Tensor input);

    /** What a codec is to encode. */
    abstract Object write(String output, T value);

    /** The type of the element, if there is a single one. */
    abstract Optional<Class<?>> scalar();

    /**
     * The value that a text in an annotation stands for: of one number, boolean, {@code String},
     * enum or {@code Instant}.
     *
     * @throws IllegalArgumentException if it is no such value
     */
    @SuppressWarnings("unchecked") // parsed as this type
    public final T literal(String text) {
        return (T) Literals.parse(scalar().orElse(Object.class), text);
    }
}
