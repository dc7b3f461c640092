package io.bulkhead.processor;

import io.bulkhead.api.typed.ModelRuntime;
import io.bulkhead.api.typed.Predict;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;

/** A class with a method that answers requests, as far as it is not a matter of types. */
final class RuntimeClass {
    private static final Map<String, String> LENT =
            Map.of(
                    "io.bulkhead.api.ModelContext", "context",
                    "io.bulkhead.api.ModelSettings", "context.settings()",
                    "io.bulkhead.api.ModelMetrics", "context.metrics()",
                    "io.bulkhead.api.codec.Codecs", "context.codecs()",
                    "java.util.concurrent.Executor", "context.executor()");

    private final TypeElement type;
    private final JavaTypes types;
    private final ExecutableElement method;
    private final ExecutableElement constructor;

    RuntimeClass(TypeElement type, JavaTypes types) throws RefusedException {
        this.type = type;
        this.types = types;
        checkClass();
        this.method = onlyMethod();
        this.constructor = onlyConstructor();
    }

    private void checkClass() throws RefusedException {
        Set<Modifier> modifiers = type.getModifiers();
        boolean isPlain =
                type.getKind() == ElementKind.CLASS || type.getKind() == ElementKind.RECORD;
        boolean canBeMade =
                type.getNestingKind() == NestingKind.TOP_LEVEL
                        || (type.getNestingKind() == NestingKind.MEMBER
                                && modifiers.contains(Modifier.STATIC));
        if (!isPlain || modifiers.contains(Modifier.ABSTRACT) || !canBeMade) {
            throw new RefusedException(
                    type, "a class with a @Predict method is neither abstract nor an inner class");
        }
        for (Element each = type; each instanceof TypeElement; each = each.getEnclosingElement()) {
            if (each.getModifiers().contains(Modifier.PRIVATE)) {
                throw new RefusedException(type, "a class with a @Predict method is not private");
            }
        }
        if (!type.getTypeParameters().isEmpty()) {
            throw new RefusedException(
                    type, "a class with a @Predict method has no type parameters");
        }
    }

    private ExecutableElement onlyMethod() throws RefusedException {
        List<ExecutableElement> found =
                ElementFilter.methodsIn(type.getEnclosedElements()).stream()
                        .filter(each -> each.getAnnotation(Predict.class) != null)
                        .toList();
        if (found.size() != 1) {
            throw new RefusedException(
                    found.get(1), "one method is to be marked @Predict, found " + found.size());
        }
        ExecutableElement only = found.get(0);
        if (only.getModifiers().contains(Modifier.STATIC)
                || only.getModifiers().contains(Modifier.PRIVATE)) {
            throw new RefusedException(only, "a @Predict method is neither static nor private");
        } else if (!only.getTypeParameters().isEmpty()) {
            throw new RefusedException(only, "a @Predict method has no type parameters");
        } else if (only.getAnnotation(Predict.class).atOnce() < 1) {
            throw new RefusedException(only, "atOnce must be 1 or more");
        }
        return only;
    }

    private ExecutableElement onlyConstructor() throws RefusedException {
        List<ExecutableElement> found = ElementFilter.constructorsIn(type.getEnclosedElements());
        if (found.size() != 1 || found.get(0).getModifiers().contains(Modifier.PRIVATE)) {
            throw new RefusedException(
                    found.size() > 1 ? found.get(1) : type,
                    "one constructor that is not private is wanted");
        }
        for (VariableElement parameter : found.get(0).getParameters()) {
            if (!LENT.containsKey(types.text(parameter.asType()))) {
                throw new RefusedException(
                        parameter,
                        "a constructor is lent ModelContext, ModelSettings, ModelMetrics, Codecs or"
                                + " Executor, not "
                                + parameter.asType());
            }
        }
        return found.get(0);
    }

    TypeElement type() {
        return type;
    }

    JavaTypes types() {
        return types;
    }

    ExecutableElement method() {
        return method;
    }

    Predict predict() {
        return method.getAnnotation(Predict.class);
    }

    String packageName() {
        return types.elements().getPackageOf(type).getQualifiedName().toString();
    }

    /** The class as it stands in source. */
    String name() {
        return type.getQualifiedName().toString();
    }

    /** The class that is written, with its package. */
    String adapterName() {
        return (packageName().isEmpty() ? "" : packageName() + ".") + adapterSimpleName();
    }

    String adapterSimpleName() {
        String binary = types.elements().getBinaryName(type).toString();
        return binary.substring(binary.lastIndexOf('.') + 1).replace('$', '_') + "_Runtime";
    }

    String runtimeName() {
        ModelRuntime annotation = type.getAnnotation(ModelRuntime.class);
        return annotation == null || annotation.value().isEmpty()
                ? type.getSimpleName().toString()
                : annotation.value();
    }

    Set<String> implementations() {
        Set<String> names = new LinkedHashSet<>();
        names.add(types.elements().getBinaryName(type).toString());
        names.add(type.getSimpleName().toString());
        ModelRuntime annotation = type.getAnnotation(ModelRuntime.class);
        if (annotation != null) {
            names.addAll(List.of(annotation.implementations()));
        }
        return names;
    }

    List<String> artifacts() {
        ModelRuntime annotation = type.getAnnotation(ModelRuntime.class);
        return annotation == null ? List.of() : List.of(annotation.artifacts());
    }

    String isolation() {
        ModelRuntime annotation = type.getAnnotation(ModelRuntime.class);
        return annotation == null ? "CLASSLOADER" : annotation.isolation().name();
    }

    /** The expression that makes one out of {@code context}. */
    String made() {
        return "new "
                + name()
                + "("
                + String.join(
                        ", ",
                        constructor.getParameters().stream()
                                .map(parameter -> LENT.get(types.text(parameter.asType())))
                                .toList())
                + ")";
    }

    boolean makingMayFail() {
        return throwsChecked(constructor);
    }

    boolean callingMayFail() {
        return throwsChecked(method);
    }

    private boolean throwsChecked(ExecutableElement element) {
        return element.getThrownTypes().stream().anyMatch(this::isChecked);
    }

    private boolean isChecked(TypeMirror thrown) {
        TypeMirror current = thrown;
        while (current instanceof DeclaredType declared) {
            TypeElement element = (TypeElement) declared.asElement();
            if (types.is(current, "java.lang.RuntimeException")
                    || types.is(current, "java.lang.Error")) {
                return false;
            }
            current = element.getSuperclass();
        }
        return true;
    }
}
