package io.bulkhead.host.plugin.typed;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/** A record: how one is made and taken apart. */
final class RecordShape {
    private final List<RecordComponent> components;
    private final MethodHandle constructor;
    private final List<MethodHandle> accessors;

    RecordShape(Class<?> type) {
        this.components = List.of(type.getRecordComponents());
        if (components.isEmpty()) {
            throw new UnsupportedSignatureException(
                    "record " + type.getSimpleName() + " has no components");
        }
        this.constructor = constructorOf(type);
        this.accessors = components.stream().map(each -> handle(each.getAccessor())).toList();
    }

    private static MethodHandle constructorOf(Class<?> type) {
        Class<?>[] types =
                Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return MethodHandles.lookup()
                    .unreflectConstructor(constructor)
                    .asSpreader(Object[].class, types.length);
        } catch (ReflectiveOperationException e) {
            throw new UnsupportedSignatureException(
                    "record " + type.getSimpleName() + " cannot be made: " + e.getMessage());
        }
    }

    static MethodHandle handle(Method method) {
        try {
            method.setAccessible(true);
            return MethodHandles.lookup().unreflect(method);
        } catch (IllegalAccessException e) {
            throw new UnsupportedSignatureException(
                    method.getName() + " cannot be called: " + e.getMessage());
        }
    }

    List<RecordComponent> components() {
        return components;
    }

    Object make(Object[] values) {
        return Invocation.of(constructor, values);
    }

    Object component(Object record, int index) {
        return Invocation.of(accessors.get(index), record);
    }
}
