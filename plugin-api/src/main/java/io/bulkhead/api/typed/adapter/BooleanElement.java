package io.bulkhead.api.typed.adapter;

import io.bulkhead.api.codec.ContentType;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Tensor;

/** Truth values, from BOOL only. */
final class BooleanElement extends Element {
    @Override
    Class<?> type() {
        return boolean.class;
    }

    @Override
    Datatype datatype() {
        return Datatype.BOOL;
    }

    @Override
    String contentType() {
        return ContentType.NP;
    }

    @Override
    void check(Tensor tensor) {
        if (tensor.datatype() != Datatype.BOOL) {
            throw ServingException.unprocessable(
                    "input '%s': datatype BOOL is wanted, found %s"
                            .formatted(tensor.name(), tensor.datatype()));
        }
    }

    static boolean at(Tensor tensor, int index) {
        return tensor.numbers().longAt(index) != 0;
    }

    @Override
    Object read(Tensor tensor, int index) {
        return at(tensor, index);
    }

    @Override
    Object readArray(Tensor tensor, int from, int count) {
        boolean[] values = new boolean[count];
        for (int i = 0; i < count; i++) {
            values[i] = at(tensor, from + i);
        }
        return values;
    }

    @Override
    Sink sink(String output, int count) {
        return new NumberElement.NumberSink(Datatype.BOOL, count) {
            @Override
            public void add(Object element) {
                memory.put((byte) ((boolean) element ? 1 : 0));
            }

            @Override
            public void addArray(Object array) {
                for (boolean value : (boolean[]) array) {
                    memory.put((byte) (value ? 1 : 0));
                }
            }
        };
    }
}
