package io.bulkhead.api.typed.adapter;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Values made of elements: one element, or arrays and lists of them of any rank. */
final class NestedType<T> extends ValueType<T> {
    /** So many empty arrays a request without data may ask for. */
    private static final int MAX_EMPTY = 1 << 16;

    private final Nesting nesting;
    private final Element element;
    private final int rank;
    private final @Nullable Class<?>[] components;
    private final Parameters written;

    NestedType(Nesting nesting) {
        this.nesting = nesting;
        this.element = nesting.element();
        this.rank = nesting.rank();
        this.components = new Class<?>[rank];
        for (int i = 0; i < rank; i++) {
            components[i] = nesting.levels().get(i).orElse(null);
        }
        this.written =
                element.datatype() == Datatype.BYTES
                        ? Parameters.ofContentType(element.contentType())
                        : Parameters.empty();
    }

    Nesting nesting() {
        return nesting;
    }

    @Override
    public String contentType() {
        // Under a content type of BYTES a codec flattens; it is asked to, and the shape kept here.
        return element.contentType();
    }

    @Override
    public Optional<TensorMetadata> metadata(String name, String contentType) {
        long[] dimensions = new long[Math.max(rank, 1)];
        Arrays.fill(dimensions, rank == 0 ? 1 : Shape.ANY);
        boolean says = element.datatype() == Datatype.BYTES || !contentType.equals(contentType());
        return Optional.of(
                new TensorMetadata(
                        name,
                        element.datatype(),
                        Shape.of(dimensions),
                        says ? Parameters.ofContentType(contentType) : Parameters.empty()));
    }

    @Override
    Optional<Class<?>> scalar() {
        return rank == 0 ? Optional.of(element.type()) : Optional.empty();
    }

    @Override
    @SuppressWarnings("unchecked") // made of the levels and elements that T consists of
    T read(Object decoded, Tensor input) {
        Tensor tensor = tensor(decoded, input);
        element.check(tensor);
        if (rank == 0) {
            return (T) element.read(tensor, only(tensor));
        }
        Shape shape = tensor.size() == input.size() ? input.shape() : tensor.shape();
        if (rank == 1) {
            return (T) innermost(tensor, 0, 0, length(shape, input));
        }
        return (T) level(tensor, 0, 0, dimensions(shape, input));
    }

    /** The tensor that primitive elements are read from one by one. */
    Tensor single(Object decoded, Tensor input) {
        Tensor tensor = tensor(decoded, input);
        element.check(tensor);
        only(tensor);
        return tensor;
    }

    private Tensor tensor(Object decoded, Tensor input) {
        if (decoded instanceof Tensor tensor) {
            return tensor;
        }
        throw ServingException.invalidArgument(
                "input '%s': content type '%s' is wanted, another one was asked for"
                        .formatted(input.name(), contentType()));
    }

    private static int only(Tensor tensor) {
        if (tensor.size() != 1) {
            throw ServingException.unprocessable(
                    "input '%s': one value is wanted (shape [1]), found shape %s"
                            .formatted(tensor.name(), tensor.shape()));
        }
        return 0;
    }

    private int length(Shape shape, Tensor input) {
        return shape.rank() == 1 ? (int) shape.dimension(0) : dimensions(shape, input)[0];
    }

    private int[] dimensions(Shape shape, Tensor input) {
        int[] dimensions = new int[rank];
        Arrays.fill(dimensions, 1);
        for (int i = 0; i < shape.rank(); i++) {
            long size = shape.dimension(i);
            if (i < rank ? size > Integer.MAX_VALUE : size != 1) {
                throw wrongShape(input);
            }
            if (i < rank) {
                dimensions[i] = (int) size;
            }
        }
        // A scalar is a vector of one; a vector is not a matrix, as nobody says of which width.
        if (shape.rank() < rank && !(shape.rank() == 0 && rank == 1)) {
            throw wrongShape(input);
        }
        if (input.size() == 0) {
            checkEmpty(dimensions, input);
        }
        return dimensions;
    }

    private static void checkEmpty(int[] dimensions, Tensor input) {
        long arrays = 1;
        for (int dimension : dimensions) {
            arrays *= dimension;
            if (arrays > MAX_EMPTY) {
                throw ServingException.unprocessable(
                        "input '%s': shape %s is too large for a tensor without data"
                                .formatted(input.name(), input.shape()));
            }
        }
    }

    private ServingException wrongShape(Tensor input) {
        long[] wanted = new long[rank];
        Arrays.fill(wanted, Shape.ANY);
        return ServingException.unprocessable(
                "input '%s': shape %s is wanted, found %s"
                        .formatted(input.name(), Shape.of(wanted), input.shape()));
    }

    private Object level(Tensor tensor, int depth, int from, int[] dimensions) {
        if (depth == rank - 1) {
            return innermost(tensor, depth, from, dimensions[depth]);
        }
        int count = dimensions[depth];
        int stride = 1;
        for (int i = depth + 1; i < rank; i++) {
            stride *= dimensions[i];
        }
        Class<?> component = components[depth];
        if (component == null) {
            List<Object> list = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                list.add(level(tensor, depth + 1, from + i * stride, dimensions));
            }
            return list;
        }
        Object[] array = (Object[]) Array.newInstance(component, count);
        for (int i = 0; i < count; i++) {
            array[i] = level(tensor, depth + 1, from + i * stride, dimensions);
        }
        return array;
    }

    private Object innermost(Tensor tensor, int depth, int from, int count) {
        Class<?> component = components[depth];
        if (component == element.type()) {
            return element.readArray(tensor, from, count);
        }
        if (component != null) { // boxed numbers
            Object[] boxed = (Object[]) Array.newInstance(component, count);
            for (int i = 0; i < count; i++) {
                boxed[i] = element.read(tensor, from + i);
            }
            return boxed;
        }
        List<Object> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(element.read(tensor, from + i));
        }
        return list;
    }

    @Override
    Object write(String output, T value) {
        long[] dimensions = new long[rank];
        measure(value, 0, dimensions);
        long count = 1;
        for (long dimension : dimensions) {
            count = Math.multiplyExact(count, dimension);
        }
        Element.Sink sink = element.sink(output, Math.toIntExact(count));
        add(output, value, 0, dimensions, sink);
        Shape shape = Shape.of(dimensions);
        return new Tensor(output, shape, sink.data(), written);
    }

    /** The sizes along the first elements; {@link #add} finds those that differ. */
    private void measure(@Nullable Object value, int depth, long[] dimensions) {
        if (value == null || depth == rank) {
            return;
        }
        int size = size(value);
        dimensions[depth] = size;
        if (size > 0 && depth + 1 < rank) {
            measure(
                    value instanceof List<?> list ? list.get(0) : ((Object[]) value)[0],
                    depth + 1,
                    dimensions);
        }
    }

    private static int size(Object value) {
        return value instanceof List<?> list ? list.size() : Array.getLength(value);
    }

    private void add(
            String output,
            @Nullable Object value,
            int depth,
            long[] dimensions,
            Element.Sink sink) {
        if (value == null) {
            throw fault(output, "a value in it is null");
        }
        if (depth == rank) {
            sink.add(value);
            return;
        }
        if (size(value) != dimensions[depth]) {
            throw fault(
                    output,
                    "it is ragged: rows of %d and of %d values"
                            .formatted(dimensions[depth], size(value)));
        }
        if (value instanceof List<?> list) {
            for (Object part : list) {
                add(output, part, depth + 1, dimensions, sink);
            }
        } else if (depth == rank - 1 && components[depth] == element.type()) {
            addArray(output, value, sink);
        } else {
            for (Object part : (Object[]) value) {
                add(output, part, depth + 1, dimensions, sink);
            }
        }
    }

    private static void addArray(String output, Object array, Element.Sink sink) {
        if (array instanceof Object[] objects && Arrays.asList(objects).contains(null)) {
            throw fault(output, "a value in it is null");
        }
        sink.addArray(array);
    }

    private static ServingException fault(String output, String what) {
        return new ServingException(
                ErrorCode.INTERNAL, "output '" + output + "' cannot be sent: " + what);
    }
}
