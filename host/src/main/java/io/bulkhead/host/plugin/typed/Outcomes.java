package io.bulkhead.host.plugin.typed;

import io.bulkhead.api.codec.Table;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.typed.Answer;
import io.bulkhead.api.typed.Output;
import io.bulkhead.api.typed.adapter.Result;
import io.bulkhead.api.typed.adapter.ValueType;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the outcome of a method's result. */
final class Outcomes {
    private static final String DEFAULT_NAME = "output-0"; // MLServer's

    private Outcomes() {}

    /**
     * @param output the method's annotation
     * @param perRow whether there is one result for each row
     */
    static Outcome of(Type type, @Nullable Output output, boolean perRow) {
        Optional<Type> answered = JavaTypes.argumentOf(type, Answer.class);
        if (type == InferenceResponse.class || type == Table.class || answered.isPresent()) {
            if (perRow) {
                throw new UnsupportedSignatureException(
                        "a method for one row (perRow) returns a value or a record");
            }
            return answered.map(inner -> answer(of(inner, output, false)))
                    .orElseGet(() -> type == Table.class ? table() : response());
        }
        Optional<Type> listed = JavaTypes.argumentOf(type, List.class);
        if (listed.isPresent() && JavaTypes.raw(listed.get()).isRecord()) {
            if (perRow) {
                throw new UnsupportedSignatureException(
                        "a method for one row (perRow) returns a value or a record");
            }
            return rows(JavaTypes.raw(listed.get()));
        } else if (JavaTypes.raw(type).isRecord()) {
            return perRow ? rows(JavaTypes.raw(type)) : record(JavaTypes.raw(type));
        }
        return single(
                result(DEFAULT_NAME, output, type, perRow),
                JavaTypes.manyAreArray(type, dt(output)) ? JavaTypes.raw(type) : null,
                perRow);
    }

    private static String dt(@Nullable Output output) {
        return output == null ? "" : output.datatype();
    }

    private static Result<?> result(String name, @Nullable Output output, Type type, boolean many) {
        String said = output == null || output.value().isEmpty() ? name : output.value();
        String contentType = output == null ? "" : output.contentType();
        ValueType<?> values =
                many
                        ? JavaTypes.many(type, dt(output))
                        : JavaTypes.valueType(type, dt(output), contentType);
        Result<?> result = Result.of(said, values);
        return contentType.isEmpty() ? result : result.encodedAs(contentType);
    }

    private static Outcome response() {
        return new Outcome() {
            @Override
            public InferenceResponse answer(
                    ReflectedModel model, Object value, InferenceRequest request) {
                return (InferenceResponse) value;
            }

            @Override
            public List<Result<?>> outputs() {
                return List.of();
            }

            @Override
            public boolean givesOthers() {
                return true;
            }
        };
    }

    private static Outcome table() {
        return new Outcome() {
            @Override
            public InferenceResponse answer(
                    ReflectedModel model, Object value, InferenceRequest request) {
                return model.answerOf((Table) value, request);
            }

            @Override
            public List<Result<?>> outputs() {
                return List.of();
            }

            @Override
            public boolean givesOthers() {
                return true;
            }
        };
    }

    private static Outcome answer(Outcome inner) {
        return new Outcome() {
            @Override
            public InferenceResponse answer(
                    ReflectedModel model, Object value, InferenceRequest request) {
                return model.answerOf(
                        (Answer<?>) value, result -> inner.answer(model, result, request));
            }

            @Override
            public List<Result<?>> outputs() {
                return inner.outputs();
            }

            @Override
            public boolean givesOthers() {
                return inner.givesOthers();
            }
        };
    }

    private static Outcome single(Result<?> output, @Nullable Class<?> component, boolean many) {
        return new Outcome() {
            @Override
            public InferenceResponse answer(
                    ReflectedModel model, Object value, InferenceRequest request) {
                return model.answerOf(
                        output, many ? gathered((List<?>) value, component) : value, request);
            }

            @Override
            public List<Result<?>> outputs() {
                return List.of(output);
            }
        };
    }

    /** Values as one: an array where there is a type for its components. */
    private static Object gathered(List<?> values, @Nullable Class<?> component) {
        if (component == null) {
            return values;
        }
        Object array = Array.newInstance(component, values.size());
        for (int i = 0; i < values.size(); i++) {
            Array.set(array, i, values.get(i));
        }
        return array;
    }

    private static Outcome record(Class<?> type) {
        RecordShape shape = new RecordShape(type);
        List<Result<?>> outputs = outputs(shape, false);
        return new Outcome() {
            @Override
            public InferenceResponse answer(
                    ReflectedModel model, Object value, InferenceRequest request) {
                List<Object> values = new ArrayList<>();
                for (int i = 0; i < outputs.size(); i++) {
                    values.add(shape.component(value, i));
                }
                return model.answerOf(outputs, values, request);
            }

            @Override
            public List<Result<?>> outputs() {
                return outputs;
            }
        };
    }

    private static List<Result<?>> outputs(RecordShape shape, boolean many) {
        List<Result<?>> outputs = new ArrayList<>();
        for (RecordComponent component : shape.components()) {
            Output annotation = component.getAnnotation(Output.class);
            try {
                outputs.add(
                        result(component.getName(), annotation, component.getGenericType(), many));
            } catch (UnsupportedSignatureException e) {
                throw new UnsupportedSignatureException(
                        "component '" + component.getName() + "': " + e.getMessage());
            }
        }
        return outputs;
    }

    private static Outcome rows(Class<?> type) {
        RecordShape shape = new RecordShape(type);
        List<Result<?>> outputs = outputs(shape, true);
        return new Outcome() {
            @Override
            public InferenceResponse answer(
                    ReflectedModel model, Object value, InferenceRequest request) {
                List<Object> columns = new ArrayList<>();
                for (int i = 0; i < outputs.size(); i++) {
                    columns.add(column((List<?>) value, i));
                }
                return model.answerOf(outputs, columns, request);
            }

            private Object column(List<?> records, int index) {
                RecordComponent component = shape.components().get(index);
                List<Object> values = new ArrayList<>(records.size());
                for (Object record : records) {
                    values.add(shape.component(record, index));
                }
                Type one = component.getGenericType();
                String datatype = dt(component.getAnnotation(Output.class));
                return gathered(
                        values, JavaTypes.manyAreArray(one, datatype) ? JavaTypes.raw(one) : null);
            }

            @Override
            public List<Result<?>> outputs() {
                return outputs;
            }
        };
    }
}
