package io.bulkhead.host.plugin;

import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.host.plugin.release.Registrations;
import io.bulkhead.host.plugin.release.ReleasedLoader;
import io.bulkhead.host.telemetry.logging.ModelScope;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Loads the classes of one environment. A class is looked for in this order: {@link SharedPackages}
 * in the server, the environment's own jars, the native layer below, the JDK. Nothing else of the
 * server can be seen, neither class nor resource.
 *
 * <p>Thread-safe and parallel capable. Whoever makes it closes it.
 */
final class IsolatedClassLoader extends URLClassLoader implements ModelScope, ReleasedLoader {
    static {
        ClassLoader.registerAsParallelCapable();
    }

    private final ClassLoader server;
    private final Optional<ModelId> model;
    private final String label;
    private final long releaseNumber; // looked for in dumps of the heap under this name
    private volatile boolean sawDrivers;

    private IsolatedClassLoader(
            String name, Optional<ModelId> model, Collection<Path> jars, ClassLoader below) {
        this(ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE), name, model, jars, below);
    }

    private IsolatedClassLoader(
            int number,
            String name,
            Optional<ModelId> model,
            Collection<Path> jars,
            ClassLoader below) {
        super(unique(name, number), urls(jars), below);
        this.label = unique(name, number);
        this.releaseNumber = number;
        this.server = IsolatedClassLoader.class.getClassLoader();
        this.model = model;
    }

    /** Two copies of one model are told apart, also in stack traces. */
    private static String unique(String name, int number) {
        return name + "#" + Integer.toString(number, Character.MAX_RADIX);
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

    @Override
    public long number() {
        return releaseNumber;
    }

    @Override
    public String label() {
        return label;
    }

    /** Takes back what was registered with the JDK under classes of this. */
    void removeRegistrations(String plugin) {
        Registrations.removeBeans(this, plugin);
        if (sawDrivers) {
            Registrations.removeDrivers(this::copied, plugin);
        }
    }

    /** A class of the server's that is one of this loader's, too. */
    private Object copied(Class<?> type) throws ReflectiveOperationException {
        String file = type.getName().replace('.', '/') + ".class";
        try (InputStream bytes = server.getResourceAsStream(file)) {
            if (bytes == null) {
                throw new ClassNotFoundException(type.getName());
            }
            byte[] code = bytes.readAllBytes();
            return defineClass(type.getName(), code, 0, code.length)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (IOException e) {
            throw new ClassNotFoundException(type.getName(), e);
        }
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
        if (name.equals("java.sql.Driver")) {
            sawDrivers = true; // one of its classes is one, or looks for one
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

    /**
     * Reads from a jar that is opened for this alone. The JDK's own way shares one open jar among
     * all loaders that have it on their path, and the first to be closed closes it for all.
     */
    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        URL resource = getResource(name);
        if (resource == null) {
            return null;
        }
        try {
            URLConnection connection = resource.openConnection();
            connection.setUseCaches(false);
            return connection.getInputStream();
        } catch (IOException unreadable) {
            return null; // as the contract of ClassLoader has it
        }
    }
}
