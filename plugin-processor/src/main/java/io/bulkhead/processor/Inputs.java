package io.bulkhead.processor;

import io.bulkhead.api.typed.Header;
import io.bulkhead.api.typed.Input;
import io.bulkhead.api.typed.RequestParameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** Writes how the adapter reads the parameters of a method, one after the other. */
final class Inputs {
    private static final String ADAPTER = "io.bulkhead.api.typed.adapter.";
    private static final String OPTIONAL = "java.util.Optional";
    private static final String LIST = "java.util.List";

    private final JavaTypes types;
    private final boolean perRow;
    private final List<String> constants = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<String> fields = new ArrayList<>();
    private boolean hasTable;
    private boolean hasRequest;
    private int locals;

    Inputs(JavaTypes types, boolean perRow) {
        this.types = types;
        this.perRow = perRow;
    }

    /** Declarations of what is made once. */
    List<String> constants() {
        return constants;
    }

    /** Names of the constants that are inputs. */
    List<String> fields() {
        return fields;
    }

    boolean takesOthers() {
        return hasTable || hasRequest;
    }

    Parameter of(VariableElement parameter) throws RefusedException {
        TypeMirror type = parameter.asType();
        if (types.is(type, "io.bulkhead.api.inference.RequestContext")) {
            return Parameter.of("call");
        } else if (types.is(type, "io.bulkhead.api.inference.InferenceRequest")) {
            hasRequest = true;
            return Parameter.of("request");
        } else if (types.is(type, "io.bulkhead.api.inference.Parameters")) {
            return Parameter.of("request.parameters()");
        } else if (parameter.getAnnotation(Header.class) != null) {
            return header(parameter, parameter.getAnnotation(Header.class));
        } else if (parameter.getAnnotation(RequestParameter.class) != null) {
            return parameterValue(parameter, parameter.getAnnotation(RequestParameter.class));
        } else if (types.is(type, "io.bulkhead.api.codec.Table")) {
            return table(parameter);
        }
        return input(parameter, type);
    }

    private String constant(String type, String expression) {
        String name = "C" + constants.size();
        constants.add("private static final " + type + " " + name + " = " + expression + ";");
        return name;
    }

    private String local() {
        return "a" + locals++;
    }

    private Parameter header(VariableElement parameter, Header header) throws RefusedException {
        TypeMirror type = parameter.asType();
        String value =
                constant(
                        ADAPTER + "HeaderValue",
                        ADAPTER + "HeaderValue.of(" + Source.quoted(header.value()) + ")");
        if (types.is(type, "java.lang.String")) {
            return Parameter.of(value + ".read(call)");
        } else if (isOfText(type, OPTIONAL)) {
            return Parameter.of(value + ".readOptional(call)");
        } else if (isOfText(type, LIST)) {
            return Parameter.of(value + ".readAll(call)");
        }
        throw new RefusedException(
                parameter, "a header is a String, an Optional<String> or a List<String>");
    }

    private boolean isOfText(TypeMirror type, String container) {
        return types.argumentOf(type, container)
                .filter(argument -> types.is(argument, "java.lang.String"))
                .isPresent();
    }

    private Parameter parameterValue(VariableElement parameter, RequestParameter annotation)
            throws RefusedException {
        Optional<TypeMirror> optional = types.argumentOf(parameter.asType(), OPTIONAL);
        TypeMirror type = optional.orElse(parameter.asType());
        if (!types.isParameterType(type)) {
            throw new RefusedException(parameter, "no parameter is a " + type);
        }
        JavaTypes.checkAccess(parameter, type);
        String name =
                annotation.value().isEmpty()
                        ? parameter.getSimpleName().toString()
                        : annotation.value();
        boolean hasDefault = !annotation.defaultValue().equals(Input.NONE);
        if (hasDefault) {
            checkDefault(parameter, optional.isPresent(), type, annotation.defaultValue());
        }
        String value =
                constant(
                        ADAPTER + "ParameterValue<" + types.boxed(type) + ">",
                        ADAPTER
                                + "ParameterValue.of("
                                + Source.quoted(name)
                                + ", "
                                + types.text(type)
                                + ".class)"
                                + orElse(hasDefault, annotation.defaultValue()));
        return Parameter.of(
                value + (optional.isPresent() ? ".readOptional(request)" : ".read(request)"));
    }

    private static String orElse(boolean hasDefault, String text) {
        return hasDefault ? ".orElse(" + Source.quoted(text) + ")" : "";
    }

    private void checkDefault(Element place, boolean isOptional, TypeMirror type, String text)
            throws RefusedException {
        if (isOptional) {
            throw new RefusedException(place, "an Optional has no default");
        }
        types.checkDefault(place, type, text);
    }

    private Parameter table(VariableElement parameter) throws RefusedException {
        if (perRow) {
            throw new RefusedException(
                    parameter, "a Table is many rows, and the method is for one (perRow)");
        } else if (hasTable) {
            throw new RefusedException(
                    parameter, "only one parameter can take all inputs that no other takes");
        }
        hasTable = true;
        return Parameter.of("others(request)");
    }

    private Parameter input(VariableElement parameter, TypeMirror type) throws RefusedException {
        Optional<TypeElement> rows = types.argumentOf(type, LIST).flatMap(types::recordOf);
        Optional<TypeElement> row = types.recordOf(type);
        if (rows.isPresent()) {
            if (perRow) {
                throw new RefusedException(
                        parameter,
                        "a List of records is many rows, and the method is for one (perRow)");
            }
            return list(rows.get(), record(parameter, rows.get(), true));
        } else if (row.isPresent()) {
            return record(parameter, row.get(), perRow);
        }
        Input annotation = parameter.getAnnotation(Input.class);
        return input(parameter, nameOf(parameter, annotation), annotation, type, perRow);
    }

    private static String nameOf(Element element, @Nullable Input annotation) {
        return annotation == null || annotation.value().isEmpty()
                ? element.getSimpleName().toString()
                : annotation.value();
    }

    private Parameter list(TypeElement record, Parameter rows) {
        String list = local();
        String count = local();
        String type = types.text(record.asType());
        List<String> reading = new ArrayList<>(rows.reading());
        reading.add("int " + count + " = " + count(rows.columns()) + ";");
        reading.add(
                "java.util.List<"
                        + type
                        + "> "
                        + list
                        + " = new java.util.ArrayList<>("
                        + count
                        + ");");
        reading.add("for (int row = 0; row < " + count + "; row++) {");
        reading.add(list + ".add(" + rows.argument() + ");");
        reading.add("}");
        return new Parameter(reading, list, List.of());
    }

    /** The expression of how many rows there are. */
    String count(List<Column> columns) {
        String labels =
                constant(
                        "java.util.List<String>",
                        "java.util.List.of("
                                + columns.stream()
                                        .map(Column::name)
                                        .collect(Collectors.joining(", "))
                                + ")");
        return "rows("
                + labels
                + ", "
                + columns.stream().map(Column::count).collect(Collectors.joining(", "))
                + ")";
    }

    private Parameter record(Element place, TypeElement record, boolean isRows)
            throws RefusedException {
        JavaTypes.checkAccess(place, record.asType());
        if (!record.getTypeParameters().isEmpty()) {
            throw new RefusedException(place, "a record of rows has no type parameters");
        } else if (record.getRecordComponents().isEmpty()) {
            throw new RefusedException(
                    place, "record " + record.getSimpleName() + " has no components");
        }
        List<String> reading = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        List<String> arguments = new ArrayList<>();
        for (RecordComponentElement component : record.getRecordComponents()) {
            Input annotation = component.getAnnotation(Input.class);
            String name = nameOf(component, annotation);
            Parameter one;
            try {
                one = input(component, name, annotation, component.asType(), isRows);
            } catch (RefusedException e) {
                throw e.inComponent(component, place);
            }
            reading.addAll(one.reading());
            columns.addAll(one.columns());
            arguments.add(one.argument());
        }
        String made =
                "new " + types.text(record.asType()) + "(" + String.join(", ", arguments) + ")";
        return new Parameter(reading, made, columns);
    }

    private Parameter input(
            Element place,
            String name,
            @Nullable Input annotation,
            TypeMirror declared,
            boolean isRows)
            throws RefusedException {
        Optional<TypeMirror> optional = types.argumentOf(declared, OPTIONAL);
        TypeMirror type = optional.orElse(declared);
        String text = annotation == null ? Input.NONE : annotation.defaultValue();
        boolean hasDefault = !text.equals(Input.NONE);
        if (hasDefault) {
            checkDefault(place, optional.isPresent(), type, text);
        }
        if (names.contains(name)) {
            throw new RefusedException(place, "two inputs '" + name + "'");
        }
        names.add(name);
        boolean mayMiss = optional.isPresent() || hasDefault;
        String field =
                isRows
                        ? many(place, name, annotation, type, mayMiss)
                        : one(place, name, annotation, type, optional.isPresent(), text);
        fields.add(field);
        return isRows
                ? column(name, annotation, type, field, optional.isPresent(), text)
                : Parameter.of(field + reading(type, optional.isPresent()));
    }

    private static String datatype(@Nullable Input annotation) {
        return annotation == null ? "" : annotation.datatype();
    }

    private String one(
            Element place,
            String name,
            @Nullable Input annotation,
            TypeMirror type,
            boolean isOptional,
            String text)
            throws RefusedException {
        String contentType = annotation == null ? "" : annotation.contentType();
        String values = types.valueType(place, type, datatype(annotation), contentType);
        return argument(
                name,
                types.boxed(type),
                values,
                annotation,
                (isOptional ? ".optional()" : "") + orElse(!text.equals(Input.NONE), text));
    }

    private String many(
            Element place,
            String name,
            @Nullable Input annotation,
            TypeMirror type,
            boolean mayMiss)
            throws RefusedException {
        String datatype = datatype(annotation);
        return argument(
                name,
                types.many(type, datatype),
                types.manyValueType(place, type, datatype),
                annotation,
                mayMiss ? ".optional()" : "");
    }

    private String argument(
            String name,
            String type,
            String values,
            @Nullable Input annotation,
            String whenAbsent) {
        StringBuilder made = new StringBuilder(ADAPTER);
        made.append("Argument.of(").append(fields.size()).append(", ");
        made.append(Source.quoted(name)).append(", ").append(values).append(')');
        if (annotation != null && !annotation.contentType().isEmpty()) {
            made.append(".decodedAs(").append(Source.quoted(annotation.contentType())).append(')');
        }
        if (annotation != null && annotation.shape().length > 0) {
            made.append(".shaped(");
            for (int i = 0; i < annotation.shape().length; i++) {
                made.append(i == 0 ? "" : ", ").append(annotation.shape()[i]).append('L');
            }
            made.append(')');
        }
        return constant(ADAPTER + "Argument<" + type + ">", made + whenAbsent);
    }

    private static String reading(TypeMirror type, boolean isOptional) {
        String method =
                switch (type.getKind()) {
                    case DOUBLE -> "readDouble";
                    case FLOAT -> "readFloat";
                    case LONG -> "readLong";
                    case INT -> "readInt";
                    case BOOLEAN -> "readBoolean";
                    default -> "read";
                };
        return "." + (isOptional ? "readOptional" : method) + "(request, codecs())";
    }

    private Parameter column(
            String name,
            @Nullable Input annotation,
            TypeMirror type,
            String field,
            boolean isOptional,
            String text) {
        String local = local();
        boolean isArray = types.manyAreArray(type, datatype(annotation));
        boolean mayMiss = isOptional || !text.equals(Input.NONE);
        String read = field + ".read(request, codecs())";
        String reading =
                types.many(type, datatype(annotation))
                        + " "
                        + local
                        + " = "
                        + (mayMiss ? field + ".in(request) ? " + read + " : null" : read)
                        + ";";
        String size = local + (isArray ? ".length" : ".size()");
        String count = mayMiss ? "(" + local + " == null ? -1 : " + size + ")" : size;
        String value = local + (isArray ? "[row]" : ".get(row)");
        return new Parameter(
                List.of(reading),
                value(type, local, value, isOptional, text),
                List.of(new Column(Source.quoted(name), count)));
    }

    private String value(
            TypeMirror type, String local, String value, boolean isOptional, String text) {
        if (isOptional) {
            return "(%s == null ? java.util.Optional.<%s>empty() : java.util.Optional.of(%s))"
                    .formatted(local, types.boxed(type), value);
        } else if (text.equals(Input.NONE)) {
            return value;
        }
        String literal =
                constant(
                        types.text(type),
                        ADAPTER
                                + "ValueType.of("
                                + types.text(type)
                                + ".class).literal("
                                + Source.quoted(text)
                                + ")");
        return "(%s == null ? %s : %s)".formatted(local, literal, value);
    }
}
