package io.bulkhead.host.plugin.typed;

import io.bulkhead.api.Concurrency;
import io.bulkhead.api.typed.Output;
import io.bulkhead.api.typed.Predict;
import io.bulkhead.api.typed.adapter.Argument;
import io.bulkhead.api.typed.adapter.Signature;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.stream.Stream;

/** The method of a class that answers requests, looked at once. */
final class TypedMethod {
    /** In which form the result comes. */
    enum Form {
        NOW,
        LATER,
        PUBLISHED,
        PULLED;

        boolean isStream() {
            return this == PUBLISHED || this == PULLED;
        }
    }

    private final boolean perRow;
    private final Form form;
    private final List<Slot> slots;
    private final Outcome outcome;
    private final Signature signature;
    private final Concurrency concurrency;
    private final MethodHandle handle;

    private TypedMethod(Method method) {
        Predict predict = method.getAnnotation(Predict.class);
        this.perRow = predict.perRow();
        Slots making = new Slots(perRow);
        this.slots = new ArrayList<>();
        for (Parameter parameter : method.getParameters()) {
            slots.add(making.of(parameter));
        }
        Type result = method.getGenericReturnType();
        this.form = formOf(result);
        if (perRow && form.isStream()) {
            throw new UnsupportedSignatureException(
                    "a method for one row (perRow) returns no stream");
        }
        this.outcome = Outcomes.of(inner(result), method.getAnnotation(Output.class), perRow);
        List<Argument<?>> inputs =
                slots.stream().<Argument<?>>flatMap(slot -> slot.inputs().stream()).toList();
        if (perRow && inputs.isEmpty()) {
            throw new UnsupportedSignatureException("a method for one row (perRow) takes inputs");
        }
        this.signature =
                new Signature(
                        inputs, making.takesOthers(), outcome.outputs(), outcome.givesOthers());
        this.concurrency = new Concurrency(predict.atOnce(), predict.computeOnly());
        this.handle = RecordShape.handle(method);
    }

    /** The one annotated method of a class. */
    static TypedMethod of(Class<?> type) {
        List<Method> found =
                Arrays.stream(type.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(Predict.class))
                        .filter(method -> !method.isBridge())
                        .toList();
        if (found.size() != 1) {
            throw new UnsupportedSignatureException(
                    "one method is to be marked @Predict, found " + found.size());
        }
        Method method = found.get(0);
        try {
            if (Modifier.isStatic(method.getModifiers())
                    || Modifier.isPrivate(method.getModifiers())) {
                throw new UnsupportedSignatureException("it must be neither static nor private");
            }
            return new TypedMethod(method);
        } catch (UnsupportedSignatureException | IllegalArgumentException e) {
            throw new UnsupportedSignatureException(
                    "method '" + method.getName() + "': " + e.getMessage());
        }
    }

    private static Form formOf(Type result) {
        Class<?> raw = JavaTypes.raw(result);
        if (raw == CompletionStage.class || raw == CompletableFuture.class) {
            return Form.LATER;
        } else if (raw == Flow.Publisher.class) {
            return Form.PUBLISHED;
        }
        return raw == Stream.class ? Form.PULLED : Form.NOW;
    }

    private Type inner(Type result) {
        return form == Form.NOW
                ? result
                : JavaTypes.argumentOf(result, JavaTypes.raw(result))
                        .orElseThrow(
                                () ->
                                        new UnsupportedSignatureException(
                                                "the result does not say of what it is"));
    }

    boolean perRow() {
        return perRow;
    }

    Form form() {
        return form;
    }

    List<Slot> slots() {
        return slots;
    }

    Outcome outcome() {
        return outcome;
    }

    Signature signature() {
        return signature;
    }

    Concurrency concurrency() {
        return concurrency;
    }

    /** Takes the arguments as one array. */
    MethodHandle boundTo(Object target) {
        return handle.bindTo(target).asSpreader(Object[].class, slots.size());
    }
}
