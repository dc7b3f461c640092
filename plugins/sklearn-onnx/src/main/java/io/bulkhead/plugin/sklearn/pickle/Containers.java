package io.bulkhead.plugin.sklearn.pickle;

import java.util.List;

/** The instructions that make and fill lists, sets and dicts. */
final class Containers {
    private Containers() {}

    static PyList list(List<Object> items) {
        PyList list = new PyList();
        items.forEach(list::add);
        return list;
    }

    static PySet set(List<Object> items) throws PickleException {
        PySet set = new PySet();
        set.addAll(items);
        return set;
    }

    static PyDict dict(List<Object> keysAndValues) throws PickleException {
        PyDict dict = new PyDict();
        setItems(dict, keysAndValues);
        return dict;
    }

    static void append(Object target, List<Object> items) throws PickleException {
        if (target instanceof PyList list) {
            items.forEach(list::add);
        } else if (target instanceof PickledObject object) {
            items.forEach(object::addElement);
        } else {
            throw new PickleException("pickle appends to a " + TypeNames.of(target));
        }
    }

    static void setItems(Object target, List<Object> keysAndValues) throws PickleException {
        PyDict dict;
        if (target instanceof PyDict plain) {
            dict = plain;
        } else if (target instanceof PickledObject object) {
            dict = object.entries();
        } else {
            throw new PickleException("pickle sets an item of a " + TypeNames.of(target));
        }
        if (keysAndValues.size() % 2 != 0) {
            throw new PickleException("pickle sets a key without a value");
        }
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            dict.put(keysAndValues.get(i), keysAndValues.get(i + 1));
        }
    }
}
