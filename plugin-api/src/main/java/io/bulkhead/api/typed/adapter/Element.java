package io.bulkhead.api.typed.adapter;

import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.api.tensor.TensorData;
import java.lang.reflect.Array;

/** What a value consists of in the end: how one element is read from a tensor and written. */
abstract class Element {
    /** The type of one element in an array; primitive where it can be. */
    abstract Class<?> type();

    abstract Datatype datatype();

    /** The content type by which it is decoded where nobody names one. */
    abstract String contentType();

    /**
     * @throws io.bulkhead.api.error.ServingException if the tensor is of a datatype that holds no
     *     such elements
     */
    abstract void check(Tensor tensor);

    abstract Object read(Tensor tensor, int index);

    /** An array of elements that follow one another. */
    Object readArray(Tensor tensor, int from, int count) {
        Object array = Array.newInstance(type(), count);
        for (int i = 0; i < count; i++) {
            Array.set(array, i, read(tensor, from + i));
        }
        return array;
    }

    /**
     * Where so many elements are gathered.
     *
     * @param output for messages
     */
    abstract Sink sink(String output, int count);

    /** Takes elements one after the other, and is the data in the end. */
    interface Sink {
        void add(Object element);

        /** An array of {@link #type}. */
        default void addArray(Object array) {
            int count = Array.getLength(array);
            for (int i = 0; i < count; i++) {
                add(Array.get(array, i));
            }
        }

        TensorData data();
    }
}
