package io.bulkhead.host.plugin;

import io.bulkhead.host.environment.Environment;
import io.bulkhead.host.environment.JarContents;
import io.bulkhead.host.environment.natives.NativeLibrary;
import io.bulkhead.host.environment.natives.NativeLibraryReader;
import io.bulkhead.host.environment.natives.NativePlatform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The native layers of this JVM. A native library can be mapped by one class loader only, most
 * break when another build of the same library is mapped beside them, and some crash the JVM when
 * they are unmapped. So the jars of an environment with natives are loaded by one loader per
 * contents, which the models with these contents share and which is never let go; an environment
 * with a library that another layer has is refused, and the model takes a child JVM.
 *
 * <p>Whoever composes the process makes one of these and keeps it until the process ends. The
 * libraries themselves are read only once there are two environments to compare: the one that most
 * servers have costs nothing. Thread-safe.
 */
public final class NativeLayers {
    private static final Logger LOG = LoggerFactory.getLogger(NativeLayers.class);
    private static final int SHOWN_DIGITS = 8;

    /** What became of the wish for a layer: one of both, or neither if there are no natives. */
    record Outcome(Optional<ClassLoader> layer, Optional<String> clash) {}

    private record Layer(ClassLoader loader, String label, List<JarContents> jars) {}

    private final NativeLibraryReader reader = new NativeLibraryReader(NativePlatform.ofThisJvm());
    private final Map<String, Layer> layerByFingerprint = new LinkedHashMap<>();
    private final Map<String, List<NativeLibrary>> librariesByJar = new HashMap<>();
    private final Map<String, String> refusals = new HashMap<>();

    /** Whether a layer is made of this environment's files, which are needed for ever then. */
    public synchronized boolean isMadeOf(Environment environment) {
        List<Path> files = environment.paths();
        return layerByFingerprint.values().stream()
                .flatMap(layer -> layer.jars().stream())
                .anyMatch(jar -> files.contains(jar.path()));
    }

    /** Why this environment cannot live in this JVM; empty if it can. */
    public synchronized Optional<String> clash(Environment environment) {
        List<JarContents> jars = layerJars(environment);
        String fingerprint = fingerprint(jars);
        if (jars.isEmpty() || refusals.containsKey(fingerprint)) {
            return Optional.ofNullable(refusals.get(fingerprint));
        }
        if (layerByFingerprint.containsKey(fingerprint)) {
            return Optional.empty();
        }
        return layerByFingerprint.values().stream()
                .flatMap(layer -> clash(jars, layer).stream())
                .findFirst();
    }

    private Optional<String> clash(List<JarContents> jars, Layer layer) {
        for (NativeLibrary mine : libraries(jars)) {
            for (NativeLibrary theirs : libraries(layer.jars())) {
                Optional<String> name = mine.commonName(theirs);
                if (name.isPresent()) {
                    return Optional.of(clash(name.get(), mine, theirs, layer.label()));
                }
            }
        }
        return Optional.empty();
    }

    private static String clash(
            String name, NativeLibrary mine, NativeLibrary theirs, String holder) {
        if (mine.sha256().equals(theirs.sha256())) {
            return name
                    + " is loaded in this process by "
                    + holder
                    + ", with other jars beside it than here";
        }
        return "another build of "
                + name
                + " is loaded in this process by "
                + holder
                + " (sha256 "
                + shown(theirs)
                + ", here "
                + shown(mine)
                + ")";
    }

    private static String shown(NativeLibrary library) {
        String hash = library.sha256();
        return hash.length() <= SHOWN_DIGITS ? hash : hash.substring(0, SHOWN_DIGITS) + "…";
    }

    private List<NativeLibrary> libraries(List<JarContents> jars) {
        List<NativeLibrary> all = new ArrayList<>();
        for (JarContents jar : jars) {
            if (!jar.nativeLibraries().isEmpty()) {
                all.addAll(librariesByJar.computeIfAbsent(jar.fingerprint(), unread -> read(jar)));
            }
        }
        return all;
    }

    /** By their files' names alone where they cannot be read, as of a layer whose jar is gone. */
    private List<NativeLibrary> read(JarContents jar) {
        try {
            return reader.read(jar.path());
        } catch (IOException e) {
            LOG.warn("The native libraries of {} cannot be read: {}", jar.path(), e.toString());
            return jar.nativeLibraries().stream()
                    .map(name -> new NativeLibrary(name, "", "unknown"))
                    .toList();
        }
    }

    /**
     * Makes the layer for this environment, if it needs one and can have it.
     *
     * @return why it cannot live in this JVM; empty if it can
     */
    public Optional<String> claim(Environment environment) {
        return open(environment).clash();
    }

    /**
     * Notes that the libraries of this environment did not link here: classes that failed to link
     * once fail for ever, so it is not tried again.
     */
    public synchronized void refuse(Environment environment, String why) {
        refusals.put(fingerprint(layerJars(environment)), why);
    }

    /** The layer for this environment, made if it is the first with these contents. */
    synchronized Outcome open(Environment environment) {
        List<JarContents> jars = layerJars(environment);
        if (jars.isEmpty()) {
            return new Outcome(Optional.empty(), Optional.empty());
        }
        Optional<String> clash = clash(environment);
        if (clash.isPresent()) {
            return new Outcome(Optional.empty(), clash);
        }
        Layer layer =
                layerByFingerprint.computeIfAbsent(
                        fingerprint(jars), first -> newLayer(environment, jars));
        return new Outcome(Optional.of(layer.loader()), Optional.empty());
    }

    // The loader is for ever: closing it could unmap a library that threads still run in.
    private static Layer newLayer(Environment environment, List<JarContents> jars) {
        return new Layer(
                IsolatedClassLoader.of(
                        "native-layer:" + environment.label(),
                        jars.stream().map(JarContents::path).toList()),
                environment.label(),
                jars);
    }

    /**
     * The jars that go into the layer: those with natives and all others, which may be what they
     * need; but not the plugin's own, which is the model's. None if there are no natives.
     */
    static List<JarContents> layerJars(Environment environment) {
        boolean natives =
                environment.jars().stream().anyMatch(jar -> !jar.nativeLibraries().isEmpty());
        if (!natives) {
            return List.of();
        }
        return environment.jars().stream()
                .filter(jar -> !jar.hasExtensions() || !jar.nativeLibraries().isEmpty())
                .toList();
    }

    private static String fingerprint(List<JarContents> jars) {
        return String.join(",", jars.stream().map(JarContents::fingerprint).toList());
    }
}
