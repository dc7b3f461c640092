package io.bulkhead.codec.proto;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.codec.json.JsonBuffer;
import io.bulkhead.codec.json.JsonCursor;
import io.bulkhead.codec.json.ParametersReader;
import io.bulkhead.codec.json.ParametersWriter;
import io.bulkhead.protocol.InferParameter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** {@code parameters} maps: the protocol's messages to the domain's values and back. */
final class ProtoParameters {
    /**
     * Where a child and its parent put what {@link InferParameter} cannot hold: one JSON object. A
     * parameter that a client calls so goes in there too, and so comes out unharmed.
     */
    private static final String NESTED = "bulkhead.nested";

    private static final int NESTED_BYTES = 128;

    private final Dialect dialect;

    ProtoParameters(Dialect dialect) {
        this.dialect = dialect;
    }

    /**
     * @param where what the parameters belong to, for the error message
     */
    Parameters read(Map<String, InferParameter> source, String where) {
        if (source.isEmpty()) {
            return Parameters.empty();
        }
        Map<String, Object> values = new LinkedHashMap<>();
        source.forEach(
                (name, parameter) -> {
                    if (dialect == Dialect.CHILD && name.equals(NESTED)) {
                        values.putAll(nested(parameter));
                        return;
                    }
                    Object value = value(parameter);
                    if (value != null) {
                        values.put(name, value);
                    }
                });
        requireTextual(values, where);
        return Parameters.copyOf(values);
    }

    private static void requireTextual(Map<String, Object> values, String where) {
        Object contentType = values.get(Parameters.CONTENT_TYPE);
        if (contentType != null && !(contentType instanceof String)) {
            throw ServingException.invalidArgument(
                    where + ": parameter 'content_type' must be a string, found " + contentType);
        }
    }

    private static @Nullable Object value(InferParameter parameter) {
        return switch (parameter.getParameterChoiceCase()) {
            case BOOL_PARAM -> parameter.getBoolParam();
            case INT64_PARAM -> parameter.getInt64Param();
            case STRING_PARAM -> parameter.getStringParam();
            case DOUBLE_PARAM -> parameter.getDoubleParam();
            case UINT64_PARAM -> unsigned(parameter.getUint64Param());
            case PARAMETERCHOICE_NOT_SET -> null;
        };
    }

    private static Object unsigned(long bits) {
        if (bits >= 0) {
            return bits;
        }
        throw ServingException.invalidArgument(
                "parameter value "
                        + Long.toUnsignedString(bits)
                        + " is too large: at most "
                        + Long.MAX_VALUE
                        + " is wanted");
    }

    void write(Parameters parameters, BiConsumer<String, InferParameter> target) {
        if (parameters.isEmpty()) {
            return;
        }
        Map<String, Object> nested = new LinkedHashMap<>();
        parameters
                .asMap()
                .forEach(
                        (name, value) -> {
                            InferParameter parameter = parameter(value);
                            if (parameter != null && !name.equals(NESTED)) {
                                target.accept(name, parameter);
                            } else {
                                nested.put(name, value);
                            }
                        });
        if (dialect == Dialect.CHILD && !nested.isEmpty()) {
            target.accept(NESTED, text(nested));
        }
    }

    private static @Nullable InferParameter parameter(Object value) {
        InferParameter.Builder builder = InferParameter.newBuilder();
        if (value instanceof String text) {
            return builder.setStringParam(text).build();
        }
        if (value instanceof Boolean flag) {
            return builder.setBoolParam(flag).build();
        }
        if (value instanceof Long number) {
            return builder.setInt64Param(number).build();
        }
        if (value instanceof Double number) {
            return builder.setDoubleParam(number).build();
        }
        return null;
    }

    private static InferParameter text(Map<String, Object> nested) {
        JsonBuffer json = new JsonBuffer(NESTED_BYTES);
        ParametersWriter.writeMap(nested, json);
        return InferParameter.newBuilder().setStringParam(json.toString()).build();
    }

    private static Map<String, @Nullable Object> nested(InferParameter parameter) {
        byte[] json = parameter.getStringParamBytes().toByteArray();
        return new ParametersReader(new JsonCursor(json, 0, json.length)).readObject();
    }
}
