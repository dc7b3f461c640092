package io.bulkhead.host.runtime.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The class path of children. Each search for a class or service that is nowhere opens every jar,
 * and a start makes some: so a distribution has what a child may call in one jar, and of its other
 * libraries only a child that traces gets any. Outside of one children have the server's class
 * path.
 */
final class ChildClassPath {
    private static final String SEPARATOR = System.getProperty("path.separator", ":");

    /** In a distribution's home; the module {@code dist} makes it. */
    private static final Path IN_ONE = Path.of("lib", "child", "bulkhead-child.jar");

    private static final List<String> OF_TRACING =
            List.of("opentelemetry-exporter-", "opentelemetry-sdk-");

    private ChildClassPath() {}

    /** What children of this process have, those that trace included. */
    static String ofThisProcess() {
        String own = System.getProperty("java.class.path", "");
        return Optional.ofNullable(System.getProperty("bulkhead.home"))
                .map(home -> Path.of(home).resolve(IN_ONE))
                .filter(Files::isReadable)
                .map(jar -> inOne(jar, own))
                .orElse(own);
    }

    static String inOne(Path jar, String classPath) {
        List<String> entries = new ArrayList<>(List.of(jar.toString()));
        for (String entry : classPath.split(SEPARATOR, -1)) {
            if (isOfTracing(entry)) {
                entries.add(entry);
            }
        }
        return String.join(SEPARATOR, entries);
    }

    /**
     * @param classPath of children
     * @param tracing whether this child traces
     * @return absolute, as the child works in a folder of its own
     */
    static String of(String classPath, boolean tracing) {
        List<String> entries = new ArrayList<>();
        for (String entry : classPath.split(SEPARATOR, -1)) {
            if (tracing || !isOfTracing(entry)) {
                entries.add(absolute(entry));
            }
        }
        return String.join(SEPARATOR, entries);
    }

    private static boolean isOfTracing(String entry) {
        String name = entry.substring(entry.lastIndexOf('/') + 1);
        return OF_TRACING.stream().anyMatch(name::startsWith);
    }

    private static String absolute(String entry) {
        boolean wildcard = entry.endsWith("*");
        String plain = wildcard ? entry.substring(0, entry.length() - 1) : entry;
        return Path.of(plain).toAbsolutePath() + (wildcard ? "/*" : "");
    }
}
