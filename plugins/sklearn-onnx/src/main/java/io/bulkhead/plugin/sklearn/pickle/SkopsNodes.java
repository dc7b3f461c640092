package io.bulkhead.plugin.sklearn.pickle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes data of the nodes of one skops file; what a node's loader would have called is not called.
 */
final class SkopsNodes {
    private static final int MAX_DEPTH = 200;

    private final SkopsArchive archive;
    private final Whitelist whitelist;
    private final Map<String, Object> known = new HashMap<>();
    private long objectsLeft;
    private int depth;

    SkopsNodes(SkopsArchive archive, Whitelist whitelist, PickleLimits limits) {
        this.archive = archive;
        this.whitelist = whitelist;
        this.objectsLeft = limits.maxObjects();
    }

    /** The value of a node. */
    Object value(Object node) throws PickleException {
        if (!(node instanceof Map<?, ?> map) || !(map.get("__loader__") instanceof String loader)) {
            throw new PickleException("file is no skops file: a node has no loader");
        }
        if (--objectsLeft < 0 || ++depth > MAX_DEPTH) {
            throw new PickleException("file holds too many objects, or nests them too deeply");
        }
        try {
            Object id = map.get("__id__");
            if (loader.equals("CachedNode")) {
                return cached(String.valueOf(id));
            }
            Object value = made(loader, map);
            if (id instanceof Long) {
                known.put(id.toString(), value);
            }
            return value;
        } finally {
            depth--;
        }
    }

    private Object cached(String id) throws PickleException {
        Object value = known.get(id);
        if (value == null) {
            throw new PickleException("file refers to an object that was not there before");
        }
        return value;
    }

    private Object made(String loader, Map<?, ?> node) throws PickleException {
        return switch (loader) {
            case "JsonNode" -> json(node);
            case "DictNode" -> dict(node);
            case "DefaultDictNode" -> value(field(field(node, "content"), "main"));
            case "ListNode" -> list(node);
            case "TupleNode" -> new PyTuple(items(node));
            case "SetNode" -> Containers.set(items(node));
            case "SliceNode" -> slice(node);
            case "TypeNode", "FunctionNode" -> name(node);
            case "BytesNode", "BytearrayNode" -> new PyBytes(archive.read(file(node)));
            case "NdArrayNode" -> array(node);
            case "MaskedArrayNode" -> value(field(field(node, "content"), "data"));
            case "DTypeNode" -> dtype(node);
            case "ObjectNode" -> object(node, PyTuple.EMPTY);
            case "TreeNode", "LossNode" -> reduced(node);
            case "RandomStateNode", "RandomGeneratorNode" ->
                    new PickledObject(name(node), PyTuple.EMPTY); // nobody draws numbers here
            default ->
                    throw new PickleException(
                            "file holds a '" + loader + "' of skops, which is not supported");
        };
    }

    private PickledName name(Map<?, ?> node) throws PickleException {
        return whitelist.require(
                String.valueOf(node.get("__module__")), String.valueOf(node.get("__class__")));
    }

    private static Object field(Object node, String name) throws PickleException {
        if (node instanceof Map<?, ?> map && map.get(name) != null) {
            return map.get(name);
        }
        throw new PickleException("file is no skops file: a node has no '" + name + "'");
    }

    private static String file(Map<?, ?> node) throws PickleException {
        return String.valueOf(field(node, "file"));
    }

    private static Object json(Map<?, ?> node) throws PickleException {
        Object value = SkopsReader.literal(String.valueOf(field(node, "content")));
        if (value instanceof Map || value instanceof List) {
            return converted(value);
        }
        return value;
    }

    /** JSON's lists and objects are Python's. */
    private static Object converted(Object value) throws PickleException {
        if (value instanceof List<?> list) {
            PyList converted = new PyList();
            for (Object item : list) {
                converted.add(converted(item));
            }
            return converted;
        }
        if (value instanceof Map<?, ?> map) {
            PyDict converted = new PyDict();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                converted.put(entry.getKey(), converted(entry.getValue()));
            }
            return converted;
        }
        return value;
    }

    private List<Object> items(Map<?, ?> node) throws PickleException {
        if (!(field(node, "content") instanceof List<?> content)) {
            throw new PickleException("file is no skops file: a list has no items");
        }
        List<Object> items = new ArrayList<>(content.size());
        for (Object item : content) {
            items.add(value(item));
        }
        return items;
    }

    private PyList list(Map<?, ?> node) throws PickleException {
        PyList list = new PyList();
        items(node).forEach(list::add);
        return list;
    }

    private PyDict dict(Map<?, ?> node) throws PickleException {
        if (!(field(node, "content") instanceof Map<?, ?> content)) {
            throw new PickleException("file is no skops file: a dict has no content");
        }
        List<?> types =
                field(field(node, "key_types"), "content") instanceof List<?> list
                        ? list
                        : List.of();
        PyDict dict = new PyDict();
        int index = 0;
        for (Map.Entry<?, ?> entry : content.entrySet()) {
            Object type = index < types.size() ? field(types.get(index), "__class__") : "str";
            dict.put(key(entry.getKey().toString(), type.toString()), value(entry.getValue()));
            index++;
        }
        return dict;
    }

    /** JSON has text for keys; what it was is told beside it. */
    private static Object key(String text, String type) throws PickleException {
        if (type.equals("str") || type.equals("str_")) {
            return text;
        }
        return switch (type) {
            case "bool", "bool_" -> text.equals("true") || text.equals("True");
            case "NoneType" -> PyNone.NONE;
            default -> {
                Object number = SkopsReader.literal(text);
                if (!(number instanceof Number)) {
                    throw new PickleException("file holds a dict with keys of type " + type);
                }
                yield number;
            }
        };
    }

    private static PySlice slice(Map<?, ?> node) throws PickleException {
        Object parts = field(node, "content");
        return new PySlice(field(parts, "start"), field(parts, "stop"), field(parts, "step"));
    }

    /** An array, or the single value of one without dimensions. */
    private Object array(Map<?, ?> node) throws PickleException {
        NdArray array =
                "numpy".equals(node.get("type"))
                        ? NpyFile.read(archive.read(file(node)))
                        : objects(node);
        boolean scalar = !"ndarray".equals(node.get("__class__"));
        return scalar && array.rank() == 0 ? array.toObjects().get(0) : array;
    }

    private NdArray objects(Map<?, ?> node) throws PickleException {
        PyList flat = new PyList();
        int[] shape = NumpyBuilders.shape(value(field(node, "shape")));
        flatten(list(node), shape.length, flat);
        Dtype dtype = Dtype.parse("O");
        NdArray array = new NdArray(dtype);
        array.fill(dtype, shape, false, flat);
        return array;
    }

    private static void flatten(PyList list, int rank, PyList target) {
        for (Object item : list.items()) {
            if (rank > 1 && item instanceof PyList inner) {
                flatten(inner, rank - 1, target);
            } else {
                target.add(item);
            }
        }
    }

    /** It travels as the dtype of an empty array. */
    private Object dtype(Map<?, ?> node) throws PickleException {
        if (value(field(node, "content")) instanceof NdArray array) {
            return array.dtype();
        }
        throw new PickleException("file holds a dtype of nothing");
    }

    private PickledObject object(Map<?, ?> node, PyTuple arguments) throws PickleException {
        PickledObject object = new PickledObject(name(node), arguments);
        Object content = node.get("content");
        if (content != null && content != PyNone.NONE) {
            object.build(value(content));
        }
        return object;
    }

    private PickledObject reduced(Map<?, ?> node) throws PickleException {
        Object arguments = value(field(field(node, "__reduce__"), "args"));
        if (!(arguments instanceof PyTuple tuple)) {
            throw new PickleException("file holds an object that is made of no arguments");
        }
        return object(node, tuple);
    }
}
