package io.bulkhead.plugin.sklearn.pickle;

import java.util.List;

/**
 * Makes data out of what a pickle would have Python call. A handful of builders of Python and numpy
 * are understood; every other whitelisted name becomes a {@link PickledObject} that only remembers
 * its arguments.
 */
final class ObjectFactory {
    private static final PickledName JOBLIB_ARRAY =
            new PickledName("joblib.numpy_pickle", "NumpyArrayWrapper");

    private final Whitelist whitelist;

    ObjectFactory(Whitelist whitelist) {
        this.whitelist = whitelist;
    }

    PickledName name(String module, String name) throws PickleException {
        return whitelist.require(module, name);
    }

    /** The instruction REDUCE: {@code callable(*arguments)}. */
    Object call(Object callable, PyTuple arguments) throws PickleException {
        PickledName name = requireName(callable);
        return switch (name.name()) {
            case "_reconstructor", "__newobj__" -> viaCopyreg(name, arguments);
            case "_reconstruct", "scalar", "dtype", "_frombuffer" ->
                    isNumpy(name) ? NumpyBuilders.call(name, arguments) : instance(name, arguments);
            case "encode" -> encode(arguments);
            case "bytearray", "bytes" -> bytes(arguments);
            default -> instance(name, arguments);
        };
    }

    private static boolean isNumpy(PickledName name) {
        return name.module().equals("numpy") || name.module().startsWith("numpy.");
    }

    private static PickledName requireName(Object callable) throws PickleException {
        if (callable instanceof PickledName name) {
            return name;
        }
        throw new PickleException("pickle calls a " + TypeNames.of(callable));
    }

    private Object viaCopyreg(PickledName name, PyTuple arguments) throws PickleException {
        if (!name.module().startsWith("copy")) {
            return instance(name, arguments);
        }
        if (arguments.size() == 0) {
            throw new PickleException("pickle makes an object of no class");
        }
        PyTuple rest = new PyTuple(arguments.items().subList(1, arguments.size()));
        return instance(arguments.get(0), name.name().equals("__newobj__") ? rest : PyTuple.EMPTY);
    }

    private static PyBytes encode(PyTuple arguments) throws PickleException {
        if (arguments.size() == 2
                && arguments.get(0) instanceof String text
                && arguments.get(1) instanceof String charset
                && (charset.equals("latin1") || charset.equals("latin-1"))) {
            return PyBytes.latin1(text);
        }
        throw new PickleException("pickle encodes text in a way that is not supported");
    }

    private static PyBytes bytes(PyTuple arguments) throws PickleException {
        if (arguments.size() == 0) {
            return PyBytes.latin1("");
        }
        if (arguments.size() == 1 && arguments.get(0) instanceof PyBytes bytes) {
            return bytes;
        }
        return encode(arguments);
    }

    /** The instruction NEWOBJ: {@code cls.__new__(cls, *arguments)}. */
    Object instance(Object cls, PyTuple arguments) throws PickleException {
        PickledName name = requireName(cls);
        if (name.equals(JOBLIB_ARRAY)) {
            return new JoblibArray();
        }
        if (name.module().equals("builtins") || name.module().equals("__builtin__")) {
            return builtin(name, arguments);
        }
        if (name.module().equals("collections")) {
            return collection(name, arguments);
        }
        return new PickledObject(name, arguments);
    }

    private static Object builtin(PickledName name, PyTuple arguments) throws PickleException {
        return switch (name.name()) {
            case "set", "frozenset" -> Containers.set(items(arguments));
            case "list" -> Containers.list(items(arguments));
            case "tuple" -> new PyTuple(items(arguments));
            case "dict" -> new PyDict();
            case "slice" -> slice(arguments);
            case "getattr" -> methodOfDistribution(name, arguments);
            default -> new PickledObject(name, arguments);
        };
    }

    /**
     * scipy's distributions, which a search over parameters keeps, hold methods of their own; of
     * nothing else is an attribute asked for.
     */
    private static Object methodOfDistribution(PickledName name, PyTuple arguments)
            throws PickleException {
        if (arguments.size() == 2
                && arguments.get(0) instanceof PickledObject object
                && object.name().module().startsWith("scipy.stats.")
                && arguments.get(1) instanceof String attribute
                && !attribute.contains("__")) {
            return new PickledObject(name, arguments);
        }
        throw new PickleException(
                "pickle asks for an attribute by 'builtins.getattr', of something else than a"
                        + " distribution of scipy; nothing of the file was executed; convert the model"
                        + " to ONNX (model.onnx), or serve it in a Python environment");
    }

    private static Object collection(PickledName name, PyTuple arguments) throws PickleException {
        if (!name.name().equals("OrderedDict") || arguments.size() == 0) {
            return new PyDict();
        }
        PyDict dict = new PyDict();
        for (Object pair : items(arguments)) {
            List<Object> keyAndValue =
                    pair instanceof PyList list ? list.items() : items(new PyTuple(List.of(pair)));
            Containers.setItems(dict, keyAndValue);
        }
        return dict;
    }

    private static List<Object> items(PyTuple arguments) throws PickleException {
        if (arguments.size() == 0) {
            return List.of();
        }
        Object only = arguments.get(0);
        if (only instanceof PyList list) {
            return list.items();
        }
        if (only instanceof PyTuple tuple) {
            return tuple.items();
        }
        if (only instanceof PySet set) {
            return List.copyOf(set.items());
        }
        throw new PickleException("pickle makes a container of a " + TypeNames.of(only));
    }

    private static PySlice slice(PyTuple arguments) throws PickleException {
        if (arguments.size() != 3) {
            throw new PickleException("pickle makes a slice of " + arguments.size() + " parts");
        }
        return new PySlice(arguments.get(0), arguments.get(1), arguments.get(2));
    }

    /** The instruction BUILD: {@code target.__setstate__(state)}. */
    void build(Object target, Object state) throws PickleException {
        if (target instanceof PickledObject object) {
            object.build(state);
        } else if (target instanceof NdArray array) {
            NumpyBuilders.build(array, state);
        } else if (target instanceof Dtype dtype && state instanceof PyTuple tuple) {
            dtype.build(tuple);
        } else if (!(target instanceof PyDict)) { // attributes of a dict do not matter here
            throw new PickleException("pickle sets the state of a " + TypeNames.of(target));
        }
    }
}
