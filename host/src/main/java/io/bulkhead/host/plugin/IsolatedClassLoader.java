package io.bulkhead.host.plugin;

import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.host.telemetry.logging.ModelScope;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Loads the classes of one environment. A class is looked for in this order: {@link SharedPackages}
 * in the server, the environment's own jars, the native layer below, the JDK. Nothing else of the
 * server can be seen, neither class nor resource.
 *
 * <p>Thread-safe and parallel capable. Whoever makes it closes it.
 */
final class IsolatedClassLoader extends URLClassLoader implements ModelScope {
    static {
        ClassLoader.registerAsParallelCapable();
    }

    private final ClassLoader server;
    private final Optional<ModelId> model;

    private IsolatedClassLoader(
            String name, Optional<ModelId> model, Collection<Path> jars, ClassLoader below) {
        super(name, urls(jars), below);
        this.server = IsolatedClassLoader.class.getClassLoader();
        this.model = model;
    }

    /** A loader on the JDK alone. */
    static IsolatedClassLoader of(String name, Collection<Path> jars) {
        return on(ClassLoader.getPlatformClassLoader(), name, jars);
    }

    /**
     * A loader on a layer.
     *
     * @param below a native layer, which itself stands on the JDK
     */
    static IsolatedClassLoader on(ClassLoader below, String name, Collection<Path> jars) {
        return new IsolatedClassLoader(name, Optional.empty(), jars, below);
    }

    /** As {@link #on}, for the code of one model. */
    static IsolatedClassLoader of(
            ModelId model, ClassLoader below, String name, Collection<Path> jars) {
        return new IsolatedClassLoader(name, Optional.of(model), jars, below);
    }

    @Override
    public Optional<ModelId> model() {
        return model;
    }

    private static URL[] urls(Collection<Path> jars) {
        return jars.stream().map(IsolatedClassLoader::url).toArray(URL[]::new);
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("a path always is a URL", e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (SharedPackages.contain(name)) {
            return server.loadClass(name);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                loaded = ownOrBelow(name);
            }
            if (resolve) {
                resolveClass(loaded);
            }
            return loaded;
        }
    }

    private Class<?> ownOrBelow(String name) throws ClassNotFoundException {
        if (!name.startsWith("java.")) {
            try {
                return findClass(name);
            } catch (ClassNotFoundException notMine) {
                // The layer below or the JDK has it, or throws the same.
                return getParent().loadClass(name);
            }
        }
        return getParent().loadClass(name);
    }

    @Override
    public @Nullable URL getResource(String name) {
        URL own = findResource(name);
        return own != null ? own : getParent().getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        List<URL> all = Collections.list(findResources(name));
        all.addAll(Collections.list(getParent().getResources(name)));
        return Collections.enumeration(all);
    }
}
