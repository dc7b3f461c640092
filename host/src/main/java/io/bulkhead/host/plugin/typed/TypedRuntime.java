package io.bulkhead.host.plugin.typed;

import io.bulkhead.api.Isolation;
import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.ModelMetrics;
import io.bulkhead.api.ModelSettings;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.typed.ModelRuntime;
import io.bulkhead.api.typed.Predict;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The runtime that a class with a {@link Predict} method is, where the annotation processor has not
 * written one: everything is looked up once, when a model is loaded.
 */
public final class TypedRuntime implements RuntimeFactory {
    private static final Map<Class<?>, Function<ModelContext, Object>> LENT =
            Map.of(
                    ModelContext.class, context -> context,
                    ModelSettings.class, ModelContext::settings,
                    ModelMetrics.class, ModelContext::metrics,
                    Codecs.class, ModelContext::codecs,
                    Executor.class, ModelContext::executor);

    private final Class<?> type;
    private final @Nullable ModelRuntime annotation;

    /** The runtime of a class that {@link #isOne}. */
    public TypedRuntime(Class<?> type) {
        this.type = type;
        this.annotation = type.getAnnotation(ModelRuntime.class);
    }

    /** Whether a class has a method that answers requests. */
    public static boolean isOne(Class<?> type) {
        try {
            return !RuntimeFactory.class.isAssignableFrom(type)
                    && Arrays.stream(type.getDeclaredMethods())
                            .anyMatch(method -> method.isAnnotationPresent(Predict.class));
        } catch (LinkageError e) {
            // A library of one of its methods is not there, which is for whoever uses it to say.
            return false;
        }
    }

    @Override
    public String name() {
        return annotation == null || annotation.value().isEmpty()
                ? type.getSimpleName()
                : annotation.value();
    }

    @Override
    public Set<String> implementations() {
        Set<String> names = new HashSet<>();
        names.add(type.getName());
        names.add(type.getSimpleName());
        if (annotation != null) {
            names.addAll(List.of(annotation.implementations()));
        }
        return names;
    }

    @Override
    public List<String> artifacts() {
        return annotation == null ? List.of() : List.of(annotation.artifacts());
    }

    @Override
    public Isolation defaultIsolation() {
        return annotation == null ? Isolation.CLASSLOADER : annotation.isolation();
    }

    @Override
    public Model create(ModelContext context) {
        try {
            TypedMethod method = TypedMethod.of(type);
            return new ReflectedModel(method, target(context), context);
        } catch (UnsupportedSignatureException e) {
            throw ServingException.loadFailed(
                    "class '" + type.getSimpleName() + "': " + e.getMessage(), e);
        }
    }

    private Object target(ModelContext context) {
        Constructor<?>[] constructors = type.getDeclaredConstructors();
        if (constructors.length != 1 || Modifier.isPrivate(constructors[0].getModifiers())) {
            throw new UnsupportedSignatureException(
                    "one constructor that is not private is wanted");
        }
        Constructor<?> constructor = constructors[0];
        Object[] arguments =
                Arrays.stream(constructor.getParameterTypes())
                        .map(wanted -> lent(wanted, context))
                        .toArray();
        try {
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw failed(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new UnsupportedSignatureException("it cannot be made: " + e.getMessage());
        }
    }

    private static Object lent(Class<?> wanted, ModelContext context) {
        return Optional.ofNullable(LENT.get(wanted))
                .orElseThrow(
                        () ->
                                new UnsupportedSignatureException(
                                        "a constructor is lent ModelContext, ModelSettings,"
                                                + " ModelMetrics, Codecs or Executor, not "
                                                + wanted.getSimpleName()))
                .apply(context);
    }

    private static RuntimeException failed(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException unchecked
                ? unchecked
                : new IllegalStateException(cause == null ? "" : cause.getMessage(), cause);
    }
}
