package io.bulkhead.processor;

import io.bulkhead.api.typed.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** Writes how the adapter answers with what a method returned. */
final class Outputs {
    private static final String ADAPTER = "io.bulkhead.api.typed.adapter.";
    private static final String RESPONSE = "io.bulkhead.api.inference.InferenceResponse";
    private static final String REQUEST = "io.bulkhead.api.inference.InferenceRequest";
    private static final String DEFAULT_NAME = "output-0"; // MLServer's

    private final JavaTypes types;
    private final Element place;
    private final @Nullable Output annotation;
    private final List<String> constants = new ArrayList<>();
    private final List<String> fields = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<String> methods = new ArrayList<>();
    private boolean givesOthers;

    /**
     * @param place the method
     */
    Outputs(JavaTypes types, Element place) {
        this.types = types;
        this.place = place;
        this.annotation = place.getAnnotation(Output.class);
    }

    List<String> constants() {
        return constants;
    }

    List<String> fields() {
        return fields;
    }

    boolean givesOthers() {
        return givesOthers;
    }

    /** Lines of the methods that answer. */
    List<String> methods() {
        return methods;
    }

    /**
     * Writes {@code respond}, which answers with a result, or with all of them.
     *
     * @param perRow whether there is one for each row
     */
    void respond(TypeMirror type, boolean perRow) throws RefusedException {
        respond("respond", type, perRow);
    }

    private void respond(String method, TypeMirror type, boolean perRow) throws RefusedException {
        Optional<TypeMirror> answered = types.argumentOf(type, "io.bulkhead.api.typed.Answer");
        boolean isTable = types.is(type, "io.bulkhead.api.codec.Table");
        boolean isRows =
                types.argumentOf(type, "java.util.List").flatMap(types::recordOf).isPresent();
        if (perRow && (isTable || isRows || answered.isPresent() || types.is(type, RESPONSE))) {
            throw new RefusedException(
                    place, "a method for one row (perRow) returns a value or a record");
        } else if (types.is(type, RESPONSE)) {
            givesOthers = true;
            written(method, types.text(type), List.of("return given(result);"));
        } else if (isTable) {
            givesOthers = true;
            written(method, types.text(type), List.of("return answer(result, request);"));
        } else if (answered.isPresent()) {
            respond(method + "With", answered.get(), false);
            written(
                    method,
                    types.text(type),
                    List.of("return answer(result, value -> " + method + "With(value, request));"));
        } else if (isRows) {
            TypeMirror row = types.argumentOf(type, "java.util.List").orElseThrow();
            rows(method, types.recordOf(row).orElseThrow());
        } else if (types.recordOf(type).isPresent()) {
            TypeElement record = types.recordOf(type).get();
            if (perRow) {
                rows(method, record);
            } else {
                record(method, record);
            }
        } else {
            String field = result(place, DEFAULT_NAME, annotation, type, perRow);
            String taken = perRow ? types.many(type, datatype(annotation)) : types.text(type);
            written(method, taken, List.of("return answer(" + field + ", result, request);"));
        }
    }

    private void written(String method, String taken, List<String> body) {
        methods.add("");
        methods.add(
                "private "
                        + RESPONSE
                        + " "
                        + method
                        + "("
                        + taken
                        + " result, "
                        + REQUEST
                        + " request) {");
        methods.addAll(body);
        methods.add("}");
    }

    private static String datatype(@Nullable Output annotation) {
        return annotation == null ? "" : annotation.datatype();
    }

    private String result(
            Element blamed, String name, @Nullable Output said, TypeMirror type, boolean many)
            throws RefusedException {
        String output = said == null || said.value().isEmpty() ? name : said.value();
        String contentType = said == null ? "" : said.contentType();
        if (names.contains(output)) {
            throw new RefusedException(blamed, "two outputs '" + output + "'");
        }
        names.add(output);
        String values =
                many
                        ? types.manyValueType(blamed, type, datatype(said))
                        : types.valueType(blamed, type, datatype(said), contentType);
        String field = "R" + fields.size();
        fields.add(field);
        constants.add(
                "private static final %sResult<%s> %s = %sResult.of(%s, %s)%s;"
                        .formatted(
                                ADAPTER,
                                many ? types.many(type, datatype(said)) : types.boxed(type),
                                field,
                                ADAPTER,
                                Source.quoted(output),
                                values,
                                contentType.isEmpty()
                                        ? ""
                                        : ".encodedAs(" + Source.quoted(contentType) + ")"));
        return field;
    }

    private String component(RecordComponentElement component, boolean many)
            throws RefusedException {
        try {
            return result(
                    component,
                    component.getSimpleName().toString(),
                    component.getAnnotation(Output.class),
                    component.asType(),
                    many);
        } catch (RefusedException e) {
            throw e.inComponent(component, place);
        }
    }

    private void checkRecord(TypeElement record) throws RefusedException {
        JavaTypes.checkAccess(place, record.asType());
        if (!record.getTypeParameters().isEmpty()) {
            throw new RefusedException(place, "a record of outputs has no type parameters");
        } else if (record.getRecordComponents().isEmpty()) {
            throw new RefusedException(
                    place, "record " + record.getSimpleName() + " has no components");
        }
    }

    private void record(String method, TypeElement record) throws RefusedException {
        checkRecord(record);
        List<String> body = new ArrayList<>();
        body.add("Outputs outputs = outputs(request);");
        for (RecordComponentElement component : record.getRecordComponents()) {
            String name = component.getSimpleName().toString();
            String field = component(component, false);
            body.add("outputs.add(" + field + ", result." + name + "());");
        }
        body.add("return outputs.response();");
        written(method, types.text(record.asType()), body);
    }

    private void rows(String method, TypeElement record) throws RefusedException {
        checkRecord(record);
        String type = types.text(record.asType());
        List<String> declared = new ArrayList<>();
        List<String> filled = new ArrayList<>();
        StringBuilder answer = new StringBuilder("return outputs(request)");
        for (RecordComponentElement component : record.getRecordComponents()) {
            String name = component.getSimpleName().toString();
            Output said = component.getAnnotation(Output.class);
            String field = component(component, true);
            String local = "column" + field;
            declared.add(gathering(component.asType(), datatype(said), local, "count"));
            filled.add(gathered(component.asType(), datatype(said), local, "one." + name + "()"));
            answer.append(".add(").append(field).append(", ").append(local).append(')');
        }
        List<String> body = new ArrayList<>();
        body.add("int count = result.size();");
        body.addAll(declared);
        body.add("for (int row = 0; row < count; row++) {");
        body.add(type + " one = result.get(row);");
        body.addAll(filled);
        body.add("}");
        body.add(answer.append(".response();").toString());
        written(method, "java.util.List<" + type + ">", body);
    }

    /** The declaration of what many values are gathered in. */
    String gathering(TypeMirror type, String datatype, String local, String count) {
        String many = types.many(type, datatype);
        if (!types.manyAreArray(type, datatype)) {
            return many + " " + local + " = new java.util.ArrayList<>(" + count + ");";
        }
        String one = types.text(type);
        int brackets = one.indexOf('[');
        String component = brackets < 0 ? one : one.substring(0, brackets);
        String rest = brackets < 0 ? "" : one.substring(brackets);
        return many + " " + local + " = new " + component + "[" + count + "]" + rest + ";";
    }

    /** The statement that gathers the value of row {@code row}. */
    String gathered(TypeMirror type, String datatype, String local, String value) {
        return types.manyAreArray(type, datatype)
                ? local + "[row] = " + value + ";"
                : local + ".add(" + value + ");";
    }

    /** As {@link #gathering(TypeMirror, String, String, String)}, of the method's results. */
    String gathering(TypeMirror type, String local, String count) {
        return types.recordOf(type).isPresent()
                ? "java.util.List<"
                        + types.text(type)
                        + "> "
                        + local
                        + " = new java.util.ArrayList<>("
                        + count
                        + ");"
                : gathering(type, datatype(annotation), local, count);
    }

    /** As {@link #gathered(TypeMirror, String, String, String)}, of the method's results. */
    String gathered(TypeMirror type, String local, String value) {
        return types.recordOf(type).isPresent()
                ? local + ".add(" + value + ");"
                : gathered(type, datatype(annotation), local, value);
    }
}
