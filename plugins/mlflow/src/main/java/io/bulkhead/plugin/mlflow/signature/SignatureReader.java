package io.bulkhead.plugin.mlflow.signature;

import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.plugin.mlflow.json.JsonText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the JSON texts of an MLmodel's {@code signature}. */
public final class SignatureReader {
    private static final int MAX_DEPTH = 50;

    /** Numpy's names of fixed-width text and bytes: {@code str320}. */
    private static final Pattern WIDTH = Pattern.compile("^(str|bytes)\\d+$");

    /** Names of numpy's dtypes; those of text and bytes may carry a width. */
    private static final Map<String, Datatype> DTYPES =
            Map.ofEntries(
                    Map.entry("bool", Datatype.BOOL),
                    Map.entry("uint8", Datatype.UINT8),
                    Map.entry("uint16", Datatype.UINT16),
                    Map.entry("uint32", Datatype.UINT32),
                    Map.entry("uint64", Datatype.UINT64),
                    Map.entry("int8", Datatype.INT8),
                    Map.entry("int16", Datatype.INT16),
                    Map.entry("int32", Datatype.INT32),
                    Map.entry("int64", Datatype.INT64),
                    Map.entry("float16", Datatype.FP16),
                    Map.entry("float32", Datatype.FP32),
                    Map.entry("float64", Datatype.FP64),
                    Map.entry("object", Datatype.BYTES),
                    Map.entry("str", Datatype.BYTES),
                    Map.entry("bytes", Datatype.BYTES));

    private SignatureReader() {}

    /**
     * @param texts the JSON texts {@code inputs}, {@code outputs} and {@code params}, as far as the
     *     file has them
     */
    public static Signature read(Map<String, String> texts) throws SignatureException {
        return new Signature(
                schema("inputs", texts), schema("outputs", texts), params(texts.get("params")));
    }

    private static Optional<Schema> schema(String which, Map<String, String> texts)
            throws SignatureException {
        String text = texts.get(which);
        if (text == null) {
            return Optional.empty();
        }
        List<Map<?, ?>> specs = objects(which, text);
        if (specs.isEmpty()) {
            return Optional.empty();
        }
        boolean tensors = "tensor".equals(specs.get(0).get("type"));
        Schema schema = tensors ? tensors(which, specs) : columns(which, specs);
        requireNames(which, schema, specs);
        return Optional.of(schema);
    }

    private static void requireNames(String which, Schema schema, List<Map<?, ?>> specs)
            throws SignatureException {
        Set<Object> names = new HashSet<>();
        for (Map<?, ?> spec : specs) {
            Object name = spec.get("name");
            if (name != null && !names.add(name)) {
                throw new SignatureException(
                        "signature " + which + ": two are called '" + name + "'");
            }
        }
        if (!names.isEmpty() && names.size() < specs.size()) {
            throw new SignatureException(
                    "signature " + which + ": either all have a name or none has");
        }
        if (schema instanceof Schema.Tensors && specs.size() > 1 && names.isEmpty()) {
            throw new SignatureException(
                    "signature " + which + ": several tensors need names, found none");
        }
    }

    private static List<Map<?, ?>> objects(String which, String text) throws SignatureException {
        List<Map<?, ?>> objects = new ArrayList<>();
        if (!(parsed(which, text) instanceof List<?> list)) {
            throw new SignatureException("signature " + which + ": a list is wanted");
        }
        for (Object element : list) {
            if (!(element instanceof Map<?, ?> map)) {
                throw new SignatureException(
                        "signature " + which + ": a list of objects is wanted");
            }
            objects.add(map);
        }
        return objects;
    }

    private static @Nullable Object parsed(String which, String text) throws SignatureException {
        try {
            return JsonText.parse(text);
        } catch (IOException e) {
            throw new SignatureException("signature " + which + " is no JSON");
        }
    }

    private static Schema columns(String which, List<Map<?, ?>> specs) throws SignatureException {
        List<Schema.Column> columns = new ArrayList<>();
        for (Map<?, ?> spec : specs) {
            String where = where(which, spec);
            columns.add(new Schema.Column(name(spec), type(where, spec, 0), required(spec)));
        }
        return new Schema.Columns(columns);
    }

    private static String where(String which, Map<?, ?> spec) {
        return "signature " + which + name(spec).map(name -> " '" + name + "'").orElse("");
    }

    private static Optional<String> name(Map<?, ?> spec) {
        Object name = spec.get("name"); // a number, where a data frame had no names
        return name == null ? Optional.empty() : Optional.of(name.toString());
    }

    /** Before MLflow 2.6 it was called {@code optional}. */
    private static boolean required(Map<?, ?> spec) {
        if (spec.get("required") instanceof Boolean required) {
            return required;
        }
        return !Boolean.TRUE.equals(spec.get("optional"));
    }

    private static ColumnType type(String where, @Nullable Object spec, int depth)
            throws SignatureException {
        if (!(spec instanceof Map<?, ?> map) || !(map.get("type") instanceof String name)) {
            throw new SignatureException(where + ": there is no type");
        }
        if (depth > MAX_DEPTH) {
            throw new SignatureException(where + ": nested too deeply");
        }
        Optional<ScalarType> scalar = ScalarType.named(name);
        if (scalar.isPresent()) {
            return scalar.get();
        }
        return switch (name) {
            case "array" -> new ColumnType.ArrayType(type(where, map.get("items"), depth + 1));
            case "object" -> new ColumnType.ObjectType(properties(where, map, depth + 1));
            case "map" -> new ColumnType.MapType(type(where, map.get("values"), depth + 1));
            case "any" -> new ColumnType.AnyType();
            case "sparkml_vector" -> new ColumnType.ArrayType(ScalarType.DOUBLE);
            default -> throw new SignatureException(where + ": unknown type '" + name + "'");
        };
    }

    private static List<ColumnType.Property> properties(String where, Map<?, ?> spec, int depth)
            throws SignatureException {
        if (!(spec.get("properties") instanceof Map<?, ?> properties)) {
            throw new SignatureException(where + ": an object without properties");
        }
        List<ColumnType.Property> read = new ArrayList<>();
        for (Map.Entry<?, ?> property : properties.entrySet()) {
            String name = String.valueOf(property.getKey());
            ColumnType type = type(where + "." + name, property.getValue(), depth);
            boolean required = property.getValue() instanceof Map<?, ?> map && required(map);
            read.add(new ColumnType.Property(name, type, required));
        }
        return read;
    }

    private static Schema tensors(String which, List<Map<?, ?>> specs) throws SignatureException {
        List<Schema.TensorSpec> tensors = new ArrayList<>();
        for (Map<?, ?> spec : specs) {
            String where = where(which, spec);
            if (!(spec.get("tensor-spec") instanceof Map<?, ?> tensor)
                    || !(tensor.get("dtype") instanceof String dtype)
                    || !(tensor.get("shape") instanceof List<?> shape)) {
                throw new SignatureException(
                        where + ": a tensor-spec with dtype and shape is wanted");
            }
            tensors.add(
                    new Schema.TensorSpec(
                            name(spec), dtype, datatype(where, dtype), shape(where, shape)));
        }
        return new Schema.Tensors(tensors);
    }

    private static Datatype datatype(String where, String dtype) throws SignatureException {
        Datatype datatype = DTYPES.get(WIDTH.matcher(dtype).replaceFirst("$1"));
        if (datatype == null) {
            throw new SignatureException(where + ": unknown dtype '" + dtype + "'");
        }
        return datatype;
    }

    private static Shape shape(String where, List<?> sizes) throws SignatureException {
        long[] dimensions = new long[sizes.size()];
        for (int i = 0; i < dimensions.length; i++) {
            if (!(sizes.get(i) instanceof Long size) || size < -1) {
                throw new SignatureException(where + ": no shape: " + sizes);
            }
            dimensions[i] = size;
        }
        return Shape.of(dimensions);
    }

    private static Optional<List<ParamSpec>> params(@Nullable String text)
            throws SignatureException {
        if (text == null) {
            return Optional.empty();
        }
        List<ParamSpec> params = new ArrayList<>();
        for (Map<?, ?> spec : objects("params", text)) {
            String where = where("params", spec);
            String name =
                    name(spec)
                            .orElseThrow(() -> new SignatureException("signature params: no name"));
            boolean list = spec.get("shape") instanceof List<?>;
            params.add(new ParamSpec(name, type(where, spec, 0), spec.get("default"), list));
        }
        return params.isEmpty() ? Optional.empty() : Optional.of(params);
    }
}
