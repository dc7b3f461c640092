package io.bulkhead.host.plugin.typed;

import io.bulkhead.api.codec.Table;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.typed.Header;
import io.bulkhead.api.typed.Input;
import io.bulkhead.api.typed.RequestParameter;
import io.bulkhead.api.typed.adapter.Argument;
import io.bulkhead.api.typed.adapter.HeaderValue;
import io.bulkhead.api.typed.adapter.ParameterValue;
import io.bulkhead.api.typed.adapter.ValueType;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the slots of a method's parameters, one after the other. */
final class Slots {
    private final boolean perRow;
    private int inputs;
    private boolean hasTable;
    private boolean hasRequest;

    Slots(boolean perRow) {
        this.perRow = perRow;
    }

    /** Whether one of the parameters made so far takes all inputs that no other takes. */
    boolean takesOthers() {
        return hasTable || hasRequest;
    }

    Slot of(Parameter parameter) {
        try {
            return slot(parameter);
        } catch (UnsupportedSignatureException | IllegalArgumentException e) {
            throw new UnsupportedSignatureException(
                    "parameter '" + parameter.getName() + "': " + e.getMessage());
        }
    }

    private Slot slot(Parameter parameter) {
        Type type = parameter.getParameterizedType();
        if (type == RequestContext.class) {
            return Slot.of(Call::context);
        } else if (type == InferenceRequest.class) {
            hasRequest = true;
            return Slot.of(Call::request);
        } else if (type == Parameters.class) {
            return Slot.of(call -> call.request().parameters());
        } else if (parameter.isAnnotationPresent(Header.class)) {
            return header(parameter.getAnnotation(Header.class), type);
        } else if (parameter.isAnnotationPresent(RequestParameter.class)) {
            return parameterValue(parameter, parameter.getAnnotation(RequestParameter.class));
        } else if (type == Table.class) {
            return table();
        }
        return input(parameter, type);
    }

    private Slot table() {
        if (perRow || hasTable) {
            throw new UnsupportedSignatureException(
                    perRow
                            ? "a Table is many rows, and the method is for one (perRow)"
                            : "only one parameter can take all inputs that no other takes");
        }
        hasTable = true;
        return Slot.of(call -> call.others().get());
    }

    private static Slot header(Header header, Type type) {
        HeaderValue value = HeaderValue.of(header.value());
        if (type == String.class) {
            return Slot.of(call -> value.read(call.context()));
        } else if (JavaTypes.argumentOf(type, Optional.class).equals(Optional.of(String.class))) {
            return Slot.of(call -> value.readOptional(call.context()));
        } else if (JavaTypes.argumentOf(type, List.class).equals(Optional.of(String.class))) {
            return Slot.of(call -> value.readAll(call.context()));
        }
        throw new UnsupportedSignatureException(
                "a header is a String, an Optional<String> or a List<String>");
    }

    private static Slot parameterValue(Parameter parameter, RequestParameter annotation) {
        String name = annotation.value().isEmpty() ? nameOf(parameter) : annotation.value();
        Type type = parameter.getParameterizedType();
        Optional<Type> optional = JavaTypes.argumentOf(type, Optional.class);
        ParameterValue<?> value = ParameterValue.of(name, JavaTypes.raw(optional.orElse(type)));
        if (optional.isPresent()) {
            refuseDefault(annotation.defaultValue());
            return Slot.of(call -> value.readOptional(call.request()));
        }
        ParameterValue<?> withDefault =
                annotation.defaultValue().equals(Input.NONE)
                        ? value
                        : value.orElse(annotation.defaultValue());
        return Slot.of(call -> withDefault.read(call.request()));
    }

    private static void refuseDefault(String text) {
        if (!text.equals(Input.NONE)) {
            throw new UnsupportedSignatureException("an Optional has no default");
        }
    }

    private static String nameOf(Parameter parameter) {
        if (!parameter.isNamePresent()) {
            throw new UnsupportedSignatureException(
                    "its name is not in the class file; compile with the annotation processor or"
                            + " with -parameters, or name it in @Input");
        }
        return parameter.getName();
    }

    private Slot input(Parameter parameter, Type type) {
        Optional<Type> listed = JavaTypes.argumentOf(type, List.class);
        if (listed.isPresent() && JavaTypes.raw(listed.get()).isRecord()) {
            if (perRow) {
                throw new UnsupportedSignatureException(
                        "a List of records is many rows, and the method is for one (perRow)");
            }
            return materialised(record(JavaTypes.raw(listed.get()), true));
        } else if (JavaTypes.raw(type).isRecord()) {
            return record(JavaTypes.raw(type), perRow);
        }
        Input annotation = parameter.getAnnotation(Input.class);
        String name =
                annotation == null || annotation.value().isEmpty()
                        ? nameOf(parameter)
                        : annotation.value();
        return input(name, annotation, type, perRow);
    }

    private static Slot materialised(Slot rows) {
        return new Slot() {
            @Override
            public Object read(Call call) {
                Rows all = (Rows) rows.read(call);
                int count = ReflectedModel.countOf(all.names(), all.counts());
                List<Object> list = new ArrayList<>(count);
                for (int i = 0; i < count; i++) {
                    list.add(all.at(i));
                }
                return list;
            }

            @Override
            public List<Argument<?>> inputs() {
                return rows.inputs();
            }
        };
    }

    private Slot record(Class<?> type, boolean isRows) {
        RecordShape shape = new RecordShape(type);
        List<Slot> components = new ArrayList<>();
        for (RecordComponent component : shape.components()) {
            try {
                components.add(component(component, isRows));
            } catch (UnsupportedSignatureException | IllegalArgumentException e) {
                throw new UnsupportedSignatureException(
                        "component '" + component.getName() + "': " + e.getMessage());
            }
        }
        return new RecordSlot(shape, components, isRows);
    }

    private Slot component(RecordComponent component, boolean isRows) {
        Input annotation = component.getAnnotation(Input.class);
        return input(
                nameOf(component, annotation == null ? "" : annotation.value()),
                annotation,
                component.getGenericType(),
                isRows);
    }

    static String nameOf(RecordComponent component, String said) {
        return said.isEmpty() ? component.getName() : said;
    }

    private Slot input(String name, @Nullable Input annotation, Type declared, boolean isRows) {
        Optional<Type> optional = JavaTypes.argumentOf(declared, Optional.class);
        Type type = optional.orElse(declared);
        String datatype = annotation == null ? "" : annotation.datatype();
        String contentType = annotation == null ? "" : annotation.contentType();
        String text = annotation == null ? Input.NONE : annotation.defaultValue();
        if (optional.isPresent()) {
            refuseDefault(text);
        }
        ValueType<?> values =
                isRows
                        ? JavaTypes.many(type, datatype)
                        : JavaTypes.valueType(type, datatype, contentType);
        Argument<?> input = Argument.of(inputs++, name, values);
        if (!contentType.isEmpty()) {
            input = input.decodedAs(contentType);
        }
        if (annotation != null && annotation.shape().length > 0) {
            input = input.shaped(annotation.shape());
        }
        boolean hasDefault = !text.equals(Input.NONE);
        if (isRows) {
            Object fallback =
                    hasDefault ? JavaTypes.valueType(type, datatype, "").literal(text) : null;
            boolean mayMiss = optional.isPresent() || hasDefault;
            return new ColumnSlot(
                    mayMiss ? input.optional() : input, optional.isPresent(), fallback);
        } else if (optional.isPresent()) {
            Argument<?> absent = input.optional();
            return Slot.of(absent, call -> absent.readOptional(call.request(), call.codecs()));
        }
        Argument<?> one = hasDefault ? input.orElse(text) : input;
        return Slot.of(one, call -> one.read(call.request(), call.codecs()));
    }
}
