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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The native layers of this JVM. A native library can be mapped by one class loader only, most
 * break when another build of the same library is mapped beside them, and some crash the JVM when
 * they are unmapped. So the jars of an environment with natives are loaded by one loader per
 * contents, which the models with these contents share and which is never let go. Where another
 * layer has the same jar with a library already, it lends that; an environment with a library that
 * another layer has otherwise is refused, and the model takes a child JVM.
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

    /**
     * @param jars that it loads itself
     */
    private record Layer(ClassLoader loader, String label, List<JarContents> jars) {}

    /**
     * How an environment's jars would be loaded.
     *
     * @param own by a layer of its own
     * @param lent packages, by the layers that have their jars
     * @param clash why it cannot be done
     */
    private record Plan(
            List<JarContents> own, Map<String, ClassLoader> lent, Optional<String> clash) {}

    /**
     * What an environment and a layer both have.
     *
     * @param jars of the environment's with the libraries
     * @param why they cannot both be loaded, if one cannot lend them to the other
     */
    private record Meeting(Set<JarContents> jars, String why) {}

    private final NativeLibraryReader reader = new NativeLibraryReader(NativePlatform.ofThisJvm());
    private final Map<String, Layer> layerByFingerprint = new LinkedHashMap<>();
    private final Map<String, List<NativeLibrary>> librariesByJar = new HashMap<>();
    private final SharedJars sharedJars = new SharedJars();
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
        return layerByFingerprint.containsKey(fingerprint) ? Optional.empty() : plan(jars).clash();
    }

    private Plan plan(List<JarContents> jars) {
        List<JarContents> own = new ArrayList<>(jars);
        Map<String, ClassLoader> lent = new HashMap<>();
        for (Layer layer : layerByFingerprint.values()) {
            Optional<Meeting> meeting = meeting(own, layer);
            if (meeting.isPresent()) {
                Optional<Set<JarContents>> shared =
                        sharedJars.of(meeting.get().jars(), jars, layer.jars());
                if (shared.isEmpty()) {
                    return new Plan(own, lent, Optional.of(meeting.get().why()));
                }
                own.removeAll(shared.get());
                sharedJars.packages(shared.get()).forEach(name -> lent.put(name, layer.loader()));
            }
        }
        return new Plan(own, lent, Optional.empty());
    }

    private Optional<Meeting> meeting(List<JarContents> jars, Layer layer) {
        Set<JarContents> found = new LinkedHashSet<>();
        String why = "";
        for (JarContents jar : jars) {
            for (NativeLibrary mine : libraries(List.of(jar))) {
                for (NativeLibrary theirs : libraries(layer.jars())) {
                    Optional<String> name = mine.commonName(theirs);
                    if (name.isPresent() && found.add(jar) && why.isEmpty()) {
                        why = clash(name.get(), mine, theirs, layer.label());
                    }
                }
            }
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(new Meeting(found, why));
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
        String fingerprint = fingerprint(jars);
        if (!layerByFingerprint.containsKey(fingerprint)) {
            layerByFingerprint.put(fingerprint, newLayer(environment, plan(jars)));
        }
        return new Outcome(
                Optional.ofNullable(layerByFingerprint.get(fingerprint)).map(Layer::loader),
                Optional.empty());
    }

    // The loader is for ever: closing it could unmap a library that threads still run in.
    private static Layer newLayer(Environment environment, Plan plan) {
        ClassLoader below =
                plan.lent().isEmpty()
                        ? ClassLoader.getPlatformClassLoader()
                        : new LentPackages(plan.lent());
        return new Layer(
                IsolatedClassLoader.on(
                        below,
                        "native-layer:" + environment.label(),
                        plan.own().stream().map(JarContents::path).toList()),
                environment.label(),
                plan.own());
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
