package io.bulkhead.plugin.mlflow.schema;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.plugin.mlflow.signature.ColumnType;
import io.bulkhead.plugin.mlflow.signature.ParamSpec;
import io.bulkhead.plugin.mlflow.signature.ScalarType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Holds params to the signature: those that it does not have are ignored, those that a request
 * leaves out get their defaults. A model whose signature has no params is given none.
 */
public final class ParamRules {
    private final Optional<List<ParamSpec>> specs;
    private final Map<String, @Nullable Object> defaults;

    /**
     * @param specs of the model's params, if it has any
     */
    public ParamRules(Optional<List<ParamSpec>> specs) {
        this.specs = specs;
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        specs.ifPresent(all -> all.forEach(spec -> values.put(spec.name(), spec.defaultValue())));
        this.defaults = values;
    }

    /** What the model gets where a request has no params. */
    public Map<String, @Nullable Object> defaults() {
        return defaults;
    }

    /**
     * @param params a JSON value: an object, or nothing
     * @throws ServingException {@code UNPROCESSABLE} for a value of another type
     */
    public Map<String, @Nullable Object> enforce(@Nullable Object params) {
        if (params == null || specs.isEmpty()) {
            return defaults;
        }
        if (!(params instanceof Map<?, ?> given)) {
            throw ServingException.unprocessable("params: an object is wanted");
        }
        Map<String, @Nullable Object> enforced = new LinkedHashMap<>(defaults);
        for (ParamSpec spec : specs.get()) {
            if (given.containsKey(spec.name())) {
                enforced.put(spec.name(), value(spec, given.get(spec.name())));
            }
        }
        return enforced;
    }

    private static @Nullable Object value(ParamSpec spec, @Nullable Object value) {
        String where = "param '" + spec.name() + "'";
        if (value == null) {
            return null;
        }
        if (!spec.list()) {
            return NestedValues.enforce(where, widened(value, spec.type()), spec.type(), true);
        }
        if (!(value instanceof List<?> list)) {
            throw ServingException.unprocessable(where + ": a list is wanted");
        }
        List<@Nullable Object> values = new ArrayList<>(list.size());
        for (Object element : list) {
            values.add(
                    element == null
                            ? null
                            : NestedValues.enforce(
                                    where, widened(element, spec.type()), spec.type(), true));
        }
        return values;
    }

    /** Integers do for floats here, whatever they lose. */
    private static Object widened(Object value, ColumnType type) {
        boolean real = type == ScalarType.DOUBLE || type == ScalarType.FLOAT;
        return real && value instanceof Long number ? (Object) number.doubleValue() : value;
    }
}
