package io.bulkhead.host.environment;

import java.nio.file.Path;
import java.util.List;

/**
 * The jars that a runtime is made of, in a place where nobody overwrites them.
 *
 * @param id the plugin's id, or its file's name
 * @param version the plugin's version; empty if it has none
 * @param origin what the user put there: a jar, a zip or a folder
 * @param jars what is opened: the plugin's own and all that it brings
 */
public record Environment(String id, String version, Path origin, List<JarContents> jars) {
    /** Copies the list. */
    public Environment {
        jars = List.copyOf(jars);
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
}
