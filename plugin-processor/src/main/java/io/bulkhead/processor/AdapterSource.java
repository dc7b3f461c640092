package io.bulkhead.processor;

import io.bulkhead.api.typed.Predict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** The source of one adapter. */
final class AdapterSource {
    private static final String API = "io.bulkhead.api.";
    private static final String RESPONSE = API + "inference.InferenceResponse";
    private static final String CALL =
            "("
                    + API
                    + "inference.InferenceRequest request, "
                    + API
                    + "inference.RequestContext call) {";

    /** In which form the result comes. */
    private enum Form {
        NOW,
        LATER,
        STREAM
    }

    private final RuntimeClass runtime;
    private final JavaTypes types;
    private final Predict predict;
    private final Form form;
    private final TypeMirror result;
    private final Inputs inputs;
    private final List<Parameter> parameters = new ArrayList<>();
    private final Outputs outputs;
    private final Source source = new Source();

    AdapterSource(RuntimeClass runtime) throws RefusedException {
        this.runtime = runtime;
        this.types = runtime.types();
        this.predict = runtime.predict();
        ExecutableElement method = runtime.method();
        this.inputs = new Inputs(types, predict.perRow());
        for (VariableElement parameter : method.getParameters()) {
            parameters.add(inputs.of(parameter));
        }
        if (method.getReturnType().getKind() == TypeKind.VOID) {
            throw new RefusedException(method, "a @Predict method returns something");
        }
        this.form = formOf(method.getReturnType());
        this.result = form == Form.NOW ? method.getReturnType() : inner(method);
        if (predict.perRow() && form == Form.STREAM) {
            throw new RefusedException(method, "a method for one row (perRow) returns no stream");
        } else if (predict.perRow() && inputs.fields().isEmpty()) {
            throw new RefusedException(method, "a method for one row (perRow) takes inputs");
        }
        this.outputs = new Outputs(types, method);
        outputs.respond(result, predict.perRow());
    }

    private Form formOf(TypeMirror type) {
        if (types.is(type, "java.util.concurrent.CompletionStage")
                || types.is(type, "java.util.concurrent.CompletableFuture")) {
            return Form.LATER;
        }
        return types.is(type, "java.util.concurrent.Flow.Publisher")
                        || types.is(type, "java.util.stream.Stream")
                ? Form.STREAM
                : Form.NOW;
    }

    private TypeMirror inner(ExecutableElement method) throws RefusedException {
        TypeMirror type = method.getReturnType();
        for (String wrapper :
                List.of(
                        "java.util.concurrent.CompletionStage",
                        "java.util.concurrent.CompletableFuture",
                        "java.util.concurrent.Flow.Publisher",
                        "java.util.stream.Stream")) {
            if (types.argumentOf(type, wrapper).isPresent()) {
                return types.argumentOf(type, wrapper).get();
            }
        }
        throw new RefusedException(method, "the result does not say of what it is");
    }

    String text() {
        source.line("// Written by Bulkhead's annotation processor. Do not edit.");
        if (!runtime.packageName().isEmpty()) {
            source.line("package " + runtime.packageName() + ";");
        }
        source.line("");
        source.line("/** The runtime that {@link " + runtime.name() + "} is. */");
        source.line(
                "@javax.annotation.processing.Generated(\""
                        + PredictProcessor.class.getName()
                        + "\")");
        source.line(
                "@SuppressWarnings({\"all\", \"unchecked\", \"rawtypes\", \"deprecation\", \"NullAway\"})");
        source.line("@org.pf4j.Extension");
        source.line(
                "public final class "
                        + runtime.adapterSimpleName()
                        + " implements "
                        + API
                        + "RuntimeFactory {");
        factory();
        adapter();
        source.line("}");
        return source.text();
    }

    private void factory() {
        getter("String", "name", Source.quoted(runtime.runtimeName()));
        getter(
                "java.util.Set<String>",
                "implementations",
                "java.util.Set.of(" + quoted(runtime.implementations()) + ")");
        getter(
                "java.util.List<String>",
                "artifacts",
                "java.util.List.of(" + quoted(runtime.artifacts()) + ")");
        getter(API + "Isolation", "defaultIsolation", API + "Isolation." + runtime.isolation());
        source.line("@Override");
        source.line("public " + API + "Model create(" + API + "ModelContext context) {");
        guarded(
                runtime.makingMayFail(),
                "return new Adapter(" + runtime.made() + ", context);",
                "new IllegalStateException(e.getMessage(), e)");
        source.line("}");
    }

    private static String quoted(Collection<String> texts) {
        return texts.stream().map(Source::quoted).collect(Collectors.joining(", "));
    }

    private void getter(String type, String name, String value) {
        source.line("@Override");
        source.line("public " + type + " " + name + "() {");
        source.line("return " + value + ";");
        source.line("}");
        source.line("");
    }

    private void guarded(boolean mayFail, String statement, String thrown) {
        if (!mayFail) {
            source.line(statement);
            return;
        }
        source.line("try {");
        source.line(statement);
        source.line("} catch (RuntimeException e) {");
        source.line("throw e;");
        source.line("} catch (Exception e) {");
        source.line("throw " + thrown + ";");
        source.line("}");
    }

    private void adapter() {
        List<String> call = call();
        source.line("");
        source.line(
                "private static final class Adapter extends " + API + "typed.adapter.TypedModel {");
        inputs.constants().forEach(source::line);
        outputs.constants().forEach(source::line);
        source.line(
                "private static final %styped.adapter.Signature SIGNATURE = new %styped.adapter.Signature(%s, %s, %s, %s);"
                        .formatted(
                                API,
                                API,
                                list("Argument", inputs.fields()),
                                inputs.takesOthers(),
                                list("Result", outputs.fields()),
                                outputs.givesOthers()));
        source.line("private final " + runtime.name() + " target;");
        source.line("");
        source.line("Adapter(" + runtime.name() + " target, " + API + "ModelContext context) {");
        source.line(
                "super(target, context, SIGNATURE, new %sConcurrency(%d, %s));"
                        .formatted(API, predict.atOnce(), predict.computeOnly()));
        source.line("this.target = target;");
        source.line("}");
        answering(call);
        outputs.methods().forEach(source::line);
        source.line("}");
    }

    private static String list(String type, List<String> fields) {
        return "java.util.List.<"
                + API
                + "typed.adapter."
                + type
                + "<?>>of("
                + String.join(", ", fields)
                + ")";
    }

    private void answering(List<String> call) {
        source.line("");
        source.line("@Override");
        source.line("public java.util.concurrent.CompletionStage<" + RESPONSE + "> predict" + CALL);
        if (form == Form.STREAM) {
            source.line("return only(predictStream(request, call));");
            source.line("}");
            source.line("");
            source.line("@Override");
            source.line(
                    "public java.util.concurrent.Flow.Publisher<"
                            + RESPONSE
                            + "> predictStream"
                            + CALL);
        }
        call.forEach(source::line);
        source.line("}");
        if (runtime.callingMayFail()) {
            invoking();
        }
    }

    /** What is written into the method that answers. */
    private List<String> call() {
        List<String> lines = new ArrayList<>();
        lines.add("check(request);");
        parameters.forEach(parameter -> lines.addAll(parameter.reading()));
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            if (parameter.columns().isEmpty() && predict.perRow()) {
                lines.add("var shared" + i + " = " + parameter.argument() + ";");
                arguments.add("shared" + i);
            } else {
                arguments.add(parameter.argument());
            }
        }
        String invocation =
                (runtime.callingMayFail() ? "invoke(" : "target." + name() + "(")
                        + String.join(", ", arguments)
                        + ")";
        if (predict.perRow()) {
            rows(lines, invocation);
        } else {
            lines.add(
                    switch (form) {
                        case NOW ->
                                "return java.util.concurrent.CompletableFuture.completedFuture(respond("
                                        + invocation
                                        + ", request));";
                        case LATER ->
                                "return later("
                                        + invocation
                                        + ", value -> respond(value, request));";
                        case STREAM ->
                                "return stream("
                                        + invocation
                                        + ", value -> respond(value, request));";
                    });
        }
        return lines;
    }

    private String name() {
        return runtime.method().getSimpleName().toString();
    }

    private void rows(List<String> lines, String invocation) {
        List<Column> columns =
                parameters.stream().flatMap(parameter -> parameter.columns().stream()).toList();
        lines.add("int rows = " + inputs.count(columns) + ";");
        if (form == Form.LATER) {
            String stage = "java.util.concurrent.CompletionStage<" + types.boxed(result) + ">";
            lines.add("java.util.List<" + stage + "> stages = new java.util.ArrayList<>(rows);");
            lines.add("for (int row = 0; row < rows; row++) {");
            lines.add("stages.add(" + invocation + ");");
            lines.add("}");
            lines.add("return all(stages).thenApply(values -> {");
            lines.add(outputs.gathering(result, "results", "rows"));
            lines.add("for (int row = 0; row < rows; row++) {");
            lines.add(outputs.gathered(result, "results", "values.get(row)"));
            lines.add("}");
            lines.add("return respond(results, request);");
            lines.add("});");
            return;
        }
        lines.add(outputs.gathering(result, "results", "rows"));
        lines.add("for (int row = 0; row < rows; row++) {");
        lines.add(outputs.gathered(result, "results", invocation));
        lines.add("}");
        lines.add(
                "return java.util.concurrent.CompletableFuture.completedFuture(respond(results,"
                        + " request));");
    }

    /** The call of a method with checked exceptions. */
    private void invoking() {
        List<String> declared = new ArrayList<>();
        List<String> passed = new ArrayList<>();
        for (VariableElement parameter : runtime.method().getParameters()) {
            String name = "p" + declared.size();
            declared.add(types.text(parameter.asType()) + " " + name);
            passed.add(name);
        }
        source.line("");
        source.line(
                "private "
                        + types.text(runtime.method().getReturnType())
                        + " invoke("
                        + String.join(", ", declared)
                        + ") {");
        guarded(
                true,
                "return target." + name() + "(" + String.join(", ", passed) + ");",
                "failed(e)");
        source.line("}");
    }
}
