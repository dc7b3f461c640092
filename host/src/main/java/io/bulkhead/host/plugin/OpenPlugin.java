package io.bulkhead.host.plugin;

import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.codec.InputCodec;
import io.bulkhead.api.codec.RequestCodec;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.repository.ModelRepository;
import io.bulkhead.host.environment.ClassVersion;
import io.bulkhead.host.environment.Environment;
import io.bulkhead.host.environment.JarContents;
import io.bulkhead.host.plugin.release.LoaderWatch;
import io.bulkhead.host.plugin.typed.TypedRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.pf4j.ExtensionPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A plugin behind a class loader that nobody else has. Whoever opens it closes it; after that the
 * loader can be collected, as soon as nothing of the plugin is held any more.
 */
public final class OpenPlugin implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenPlugin.class);

    private final Environment environment;
    private final IsolatedClassLoader loader;
    private final LoaderWatch watch;
    private final IsolatedPluginManager manager;
    private final String id;
    private final AtomicBoolean closed = new AtomicBoolean();

    private OpenPlugin(Environment environment, IsolatedClassLoader loader, LoaderWatch watch) {
        this.environment = environment;
        this.loader = loader;
        this.watch = watch;
        this.manager = new IsolatedPluginManager(environment, loader);
        this.id = manager.start();
    }

    /**
     * Opens a plugin to be asked what it offers: natives are seen, but must not be loaded.
     *
     * @throws ServingException {@code MODEL_LOAD_FAILED} if it cannot be opened
     */
    static OpenPlugin toDescribe(Environment environment, LoaderWatch watch) {
        return open(
                environment,
                IsolatedClassLoader.of("describe:" + environment.label(), environment.paths()),
                watch);
    }

    /**
     * Opens a plugin for one model.
     *
     * @throws NativeClashException if its natives cannot be loaded into this process
     * @throws ServingException {@code MODEL_LOAD_FAILED} if it cannot be opened
     */
    public static OpenPlugin forModel(Environment environment, ModelId model, NativeLayers layers) {
        return forModel(environment, model, layers, LoaderWatch.NONE);
    }

    /**
     * As {@link #forModel(Environment, ModelId, NativeLayers)}.
     *
     * @param watch is told when it was closed
     */
    static OpenPlugin forModel(
            Environment environment, ModelId model, NativeLayers layers, LoaderWatch watch) {
        NativeLayers.Outcome natives = layers.open(environment);
        natives.clash()
                .ifPresent(
                        clash -> {
                            throw new NativeClashException(clash);
                        });
        Set<Path> layered = new HashSet<>(paths(NativeLayers.layerJars(environment)));
        List<Path> own =
                paths(environment.jars()).stream().filter(jar -> !layered.contains(jar)).toList();
        ClassLoader below = natives.layer().orElse(ClassLoader.getPlatformClassLoader());
        String name = model + ":" + environment.label();
        return open(environment, IsolatedClassLoader.of(model, below, name, own), watch);
    }

    private static List<Path> paths(List<JarContents> jars) {
        return jars.stream().map(JarContents::path).toList();
    }

    private static OpenPlugin open(
            Environment environment, IsolatedClassLoader loader, LoaderWatch watch) {
        try {
            checkHoldsPlugin(environment);
            return new OpenPlugin(environment, loader, watch);
        } catch (RuntimeException | LinkageError e) {
            closeQuietly(loader);
            watch.closed(loader, loader.model(), environment.label());
            if (e instanceof ServingException known) {
                throw known;
            }
            throw ServingException.loadFailed(
                    "plugin '" + environment.label() + "' cannot be opened: " + e.getMessage(), e);
        }
    }

    private static void checkHoldsPlugin(Environment environment) {
        if (environment.jars().isEmpty()) {
            throw ServingException.loadFailed(
                    "plugin '"
                            + environment.label()
                            + "' has no jars, neither in its folder nor"
                            + " in lib/",
                    null);
        }
        for (JarContents jar : environment.jars()) {
            if (jar.bundlesApi()) {
                throw ServingException.loadFailed(
                        "plugin '"
                                + environment.label()
                                + "': "
                                + jar.path().getFileName()
                                + " bundles the plugin API, which belongs to the server; give the"
                                + " dependency the scope 'provided'",
                        null);
            }
        }
        if (!environment.hasExtensions()) {
            throw ServingException.loadFailed(
                    "'"
                            + environment.label()
                            + "' is no plugin: neither has it a META-INF/extensions.idx that names"
                            + " an extension, nor a public class that is a RuntimeFactory and can"
                            + " be made without arguments, or that has a method marked @Predict",
                    null);
        }
        checkJavaVersion(environment);
    }

    private static void checkJavaVersion(Environment environment) {
        int running = Runtime.version().feature();
        for (JarContents jar : environment.jars()) {
            int needed = javaNeededBy(jar);
            if (needed > running) {
                throw ServingException.loadFailed(
                        "plugin '"
                                + environment.label()
                                + "': "
                                + jar.path().getFileName()
                                + " is compiled for Java "
                                + needed
                                + ", and this is Java "
                                + running
                                + "; compile it with --release "
                                + running
                                + ", or run the server on Java "
                                + needed,
                        null);
            }
        }
    }

    private static int javaNeededBy(JarContents jar) {
        try {
            return jar.hasExtensions() ? ClassVersion.ofExtensions(jar) : 0;
        } catch (IOException e) {
            throw ServingException.loadFailed(
                    "plugin: " + jar.path().getFileName() + " cannot be read", e);
        }
    }

    /** What it is made of. */
    public Environment environment() {
        return environment;
    }

    /** Its class loader, for {@link PluginCall}. */
    public ClassLoader loader() {
        return loader;
    }

    /**
     * New runtime factories, one of each that the plugin offers.
     *
     * @throws ServingException {@code MODEL_LOAD_FAILED} if one cannot be made
     */
    public List<RuntimeFactory> factories() {
        List<RuntimeFactory> factories = new ArrayList<>(extensions(RuntimeFactory.class));
        factories.addAll(typedRuntimes());
        if (factories.isEmpty() && repositories().isEmpty()) {
            throw ServingException.loadFailed(
                    "plugin '"
                            + environment.label()
                            + "' offers no runtime: none of the classes that its extension index"
                            + " lists is a RuntimeFactory that can be made",
                    null);
        }
        return factories;
    }

    /** Runtimes of the simple way that have no adapter in the plugin. */
    private List<TypedRuntime> typedRuntimes() {
        return PluginCall.with(
                loader,
                environment.label(),
                "its extensions",
                () ->
                        environment.jars().stream()
                                .flatMap(jar -> jar.extensions().stream())
                                .flatMap(name -> loaded(name).stream())
                                .filter(TypedRuntime::isOne)
                                .map(TypedRuntime::new)
                                .toList());
    }

    private Optional<Class<?>> loaded(String name) {
        try {
            return Optional.of(Class.forName(name, false, loader));
        } catch (ClassNotFoundException | LinkageError e) {
            LOG.debug("{} of {} cannot be looked at", name, environment.label(), e);
            return Optional.empty();
        }
    }

    /** A new factory of the runtime of this name. */
    public RuntimeFactory factory(String runtime) {
        return factories().stream()
                .filter(factory -> factory.name().equals(runtime))
                .findFirst()
                .orElseThrow(
                        () ->
                                new ServingException(
                                        ErrorCode.MODEL_LOAD_FAILED,
                                        "plugin '"
                                                + environment.label()
                                                + "' offers no runtime '"
                                                + runtime
                                                + "'"));
    }

    /** New repositories of models, one of each that the plugin offers. */
    List<ModelRepository> repositories() {
        return extensions(ModelRepository.class);
    }

    /** The plugin's codecs for single inputs. */
    public List<InputCodec<?>> inputCodecs() {
        List<InputCodec<?>> codecs = new ArrayList<>();
        extensions(InputCodec.class).forEach(codecs::add);
        return codecs;
    }

    /** The plugin's codecs for whole requests. */
    public List<RequestCodec<?>> requestCodecs() {
        List<RequestCodec<?>> codecs = new ArrayList<>();
        extensions(RequestCodec.class).forEach(codecs::add);
        return codecs;
    }

    private <T extends ExtensionPoint> List<T> extensions(Class<T> type) {
        return LoadFault.explain(
                environment,
                () ->
                        PluginCall.with(
                                loader,
                                environment.label(),
                                "its extensions",
                                () -> manager.getExtensions(type, id)));
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            manager.stopPlugin(id);
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("Plugin {} failed to stop", environment.label(), e);
        }
        loader.removeRegistrations(environment.label());
        closeQuietly(loader);
        watch.closed(loader, loader.model(), environment.label());
    }

    private static void closeQuietly(IsolatedClassLoader loader) {
        try {
            loader.close();
        } catch (IOException e) {
            LOG.warn("Class loader {} failed to close", loader.getName(), e);
        }
    }
}
