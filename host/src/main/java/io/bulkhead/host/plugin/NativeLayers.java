package io.bulkhead.host.plugin;

import io.bulkhead.host.environment.Environment;
import io.bulkhead.host.environment.JarContents;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The native layers of this JVM. A native library can be mapped by one class loader only, most
 * break when another build of the same library is mapped beside them, and some crash the JVM when
 * they are unmapped. So the jars of an environment with natives are loaded by one loader per
 * contents, which the models with these contents share and which is never let go; a second build of
 * a library that is here already is refused, and the model takes a child JVM.
 *
 * <p>There is one of these per JVM and it is static, because what it stands for is: the process's
 * table of mapped libraries. Thread-safe.
 */
public final class NativeLayers {
    private static final NativeLayers OF_THIS_JVM = new NativeLayers();

    /** What became of the wish for a layer: one of both, or neither if there are no natives. */
    record Outcome(Optional<ClassLoader> layer, Optional<String> clash) {}

    private record Layer(ClassLoader loader, String label) {}

    private final Map<String, Layer> layerByFingerprint = new HashMap<>();
    private final Map<String, String> fingerprintByLibrary = new HashMap<>();

    private NativeLayers() {}

    /** The layers of this process. */
    public static NativeLayers ofThisJvm() {
        return OF_THIS_JVM;
    }

    /** Why this environment cannot live in this JVM; empty if it can. */
    public synchronized Optional<String> clash(Environment environment) {
        List<JarContents> jars = layerJars(environment);
        String fingerprint = fingerprint(jars);
        for (JarContents jar : jars) {
            for (String library : jar.nativeLibraries()) {
                String holder = fingerprintByLibrary.get(library);
                if (holder != null && !holder.equals(fingerprint)) {
                    Layer layer = layerByFingerprint.get(holder);
                    return Optional.of(
                            "another build of "
                                    + library
                                    + " is loaded in this process by "
                                    + (layer == null ? "another environment" : layer.label()));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Makes the layer for this environment, if it needs one and can have it.
     *
     * @return why it cannot live in this JVM; empty if it can
     */
    public Optional<String> claim(Environment environment) {
        return open(environment).clash();
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
        String fingerprint = fingerprint(jars);
        Layer layer = layerByFingerprint.get(fingerprint);
        if (layer == null) {
            layer = newLayer(environment, jars);
            layerByFingerprint.put(fingerprint, layer);
            for (JarContents jar : jars) {
                jar.nativeLibraries().forEach(name -> fingerprintByLibrary.put(name, fingerprint));
            }
        }
        return new Outcome(Optional.of(layer.loader()), Optional.empty());
    }

    // The loader is for ever: closing it could unmap a library that threads still run in.
    private static Layer newLayer(Environment environment, List<JarContents> jars) {
        return new Layer(
                IsolatedClassLoader.of(
                        "native-layer:" + environment.label(),
                        jars.stream().map(JarContents::path).toList()),
                environment.label());
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
