package io.bulkhead.plugin.sklearn.pickle;

import java.util.List;
import java.util.Optional;

/**
 * An object of a whitelisted class: its name and what the file says about it. Never an instance of
 * anything; estimators are made from it by code that knows the class.
 *
 * <p>It is filled while the file is read and may refer to itself, so it has identity only.
 */
public final class PickledObject {
    private final PickledName name;
    private final PyTuple arguments;
    private final PyDict state = new PyDict();
    private final PyDict entries = new PyDict();
    private final PyList elements = new PyList();
    private Object rawState = PyNone.NONE;

    PickledObject(PickledName name, PyTuple arguments) {
        this.name = name;
        this.arguments = arguments;
    }

    /** The class, or the function whose result this would have been. */
    public PickledName name() {
        return name;
    }

    /** What the class was called with. */
    public List<Object> arguments() {
        return arguments.items();
    }

    /** The attributes of the object, by name. */
    public PyDict state() {
        return state;
    }

    /** One attribute; empty when the file has none of that name. */
    public Optional<Object> attribute(String attribute) {
        return state.get(attribute);
    }

    /** The state of an object that describes itself by something else than a dict. */
    public Object rawState() {
        return rawState;
    }

    /** The entries of an object that is a kind of dict. */
    public PyDict entries() {
        return entries;
    }

    /** The elements of an object that is a kind of list. */
    public List<Object> elements() {
        return elements.items();
    }

    void addElement(Object element) {
        elements.add(element);
    }

    void build(Object newState) {
        if (newState instanceof PyDict dict) {
            state.putAll(dict);
        } else if (newState instanceof PyTuple pair && isDictAndSlots(pair)) {
            pair.items().stream().filter(PyDict.class::isInstance).forEach(this::build);
        } else {
            rawState = newState;
        }
    }

    private static boolean isDictAndSlots(PyTuple pair) {
        return pair.size() == 2
                && pair.get(1) instanceof PyDict
                && (pair.get(0) instanceof PyDict || pair.get(0) == PyNone.NONE);
    }

    @Override
    public String toString() {
        return name.toString();
    }
}
