package io.bulkhead.host.environment;

import io.bulkhead.api.Isolation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The jars that a runtime is made of, in a place where nobody overwrites them.
 *
 * @param id the plugin's id, or its file's name
 * @param version the plugin's version; empty if it has none
 * @param origin what the user put there: a jar, a zip, a tarball or a folder
 * @param jars what is opened: the plugin's own and all that it brings
 * @param requires the plugins that this one is built on, as PF4J writes them: {@code id@version}
 * @param isolations where models of its runtimes may live, as its descriptor says
 * @param javaHome the Java that it brings to run on; empty: the server's
 * @param python the Python that the model runs on, in place of jars; empty: it runs in Java
 * @param source where it comes from and why it is the one
 */
public record Environment(
        String id,
        String version,
        Path origin,
        List<JarContents> jars,
        List<String> requires,
        Set<Isolation> isolations,
        Optional<Path> javaHome,
        Optional<PythonHome> python,
        EnvironmentSource source) {
    /** Copies the lists. */
    public Environment {
        isolations = Set.copyOf(isolations);
        jars = List.copyOf(jars);
        requires = List.copyOf(requires);
    }

    /** An installed one that needs no other. */
    public Environment(String id, String version, Path origin, List<JarContents> jars) {
        this(
                id,
                version,
                origin,
                jars,
                List.of(),
                PluginDescriptor.ANYWHERE,
                Optional.empty(),
                Optional.empty(),
                EnvironmentSource.installed());
    }

    /** A Python and nothing else. */
    public static Environment ofPython(PythonHome python, Path origin, EnvironmentSource source) {
        return new Environment(
                "python",
                python.version(),
                origin,
                List.of(),
                List.of(),
                PluginDescriptor.ANYWHERE,
                Optional.empty(),
                Optional.of(python),
                source);
    }

    /** {@code id version}, for logs. */
    public String label() {
        return version.isEmpty() ? id : id + " " + version;
    }

    /** The jars' places. */
    public List<Path> paths() {
        return jars.stream().map(JarContents::path).toList();
    }

    /** What tells this environment from another: every jar's fingerprint. */
    public String fingerprint() {
        return JarContents.fingerprint(jars);
    }

    /** Whether a runtime is in it, or only what one needs. */
    public boolean hasExtensions() {
        return jars.stream().anyMatch(JarContents::hasExtensions);
    }

    /** The same, found in another way. */
    public Environment from(EnvironmentSource other) {
        return new Environment(
                id, version, origin, jars, requires, isolations, javaHome, python, other);
    }

    /** With the jars of another behind its own. */
    public Environment on(Environment below) {
        List<JarContents> all = new ArrayList<>(jars);
        below.jars.stream().filter(jar -> !all.contains(jar)).forEach(all::add);
        return new Environment(
                id, version, origin, all, requires, isolations, javaHome, python, source);
    }

    /**
     * This plugin with other libraries: where both have an artefact, whatever its version, the
     * other's takes the place of ours.
     *
     * @param libraries jars, and maybe a Java, but no runtime
     */
    public Environment with(Environment libraries) {
        Set<String> replaced = new HashSet<>();
        libraries.jars.forEach(jar -> replaced.add(jar.artifact()));
        List<JarContents> all = new ArrayList<>();
        jars.stream().filter(JarContents::hasExtensions).forEach(all::add);
        all.addAll(libraries.jars);
        jars.stream()
                .filter(jar -> !jar.hasExtensions() && !replaced.contains(jar.artifact()))
                .forEach(all::add);
        return new Environment(
                id,
                version,
                origin,
                all,
                requires,
                isolations,
                libraries.javaHome.or(() -> javaHome),
                python,
                libraries.source);
    }
}
