package io.bulkhead.plugin.sklearn.pickle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The stack of the pickle machine, with the marks that group its values. */
final class OperandStack {
    private Object[] values = new Object[64];
    private int size;
    private int[] marks = new int[16];
    private int markCount;

    void push(Object value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    Object pop() throws PickleException {
        Object value = peek();
        values[--size] = PyNone.NONE;
        return value;
    }

    Object peek() throws PickleException {
        if (size <= floor()) {
            throw new PickleException(
                    "file is no pickle, or a damaged one: it takes a value from an empty stack");
        }
        return values[size - 1];
    }

    void replaceTop(Object value) throws PickleException {
        peek();
        values[size - 1] = value;
    }

    void mark() {
        if (markCount == marks.length) {
            marks = Arrays.copyOf(marks, markCount * 2);
        }
        marks[markCount++] = size;
    }

    /** Takes all values above the last mark, and the mark. */
    List<Object> popToMark() throws PickleException {
        if (markCount == 0) {
            throw new PickleException(
                    "file is no pickle, or a damaged one: it asks for a mark that is not there");
        }
        int from = marks[--markCount];
        List<Object> popped = new ArrayList<>(Arrays.asList(values).subList(from, size));
        Arrays.fill(values, from, size, PyNone.NONE);
        size = from;
        return popped;
    }

    boolean markIsOnTop() {
        return markCount > 0 && marks[markCount - 1] == size;
    }

    private int floor() {
        return markCount == 0 ? 0 : marks[markCount - 1];
    }
}
