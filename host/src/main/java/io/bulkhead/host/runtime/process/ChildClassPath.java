package io.bulkhead.host.runtime.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The server's class path without what no child uses: each search for a class or service that is
 * nowhere opens every jar, and a start makes some; half the jars were a sixth of its CPU. What is
 * left out is a library as a whole, by its file name; a name that is not known stays.
 */
final class ChildClassPath {
    /**
     * REST, commands, metrics, Maven, archives, data binding, what gRPC's health and reflection
     * bring, and annotations that no running program asks for.
     */
    private static final List<String> OF_THE_SERVER =
            List.of(
                    "animal-sniffer-annotations-",
                    "annotations-",
                    "bulkhead-client-",
                    "commons-codec-",
                    "commons-compress-",
                    "commons-io-",
                    "commons-lang3-",
                    "error_prone_annotations-",
                    "grpc-services-",
                    "gson-",
                    "j2objc-annotations-",
                    "jackson-annotations-",
                    "jackson-databind-",
                    "javax.inject-",
                    "jetty-",
                    "jline-",
                    "jsr305-",
                    "listenablefuture-",
                    "maven-",
                    "methanol-",
                    "picocli-",
                    "plexus-",
                    "progressbar-",
                    "proto-google-common-protos-",
                    "protobuf-java-util-",
                    "simpleclient",
                    "swagger-ui-",
                    "xz-",
                    "zstd-jni-");

    private static final List<String> OF_TRACING =
            List.of("opentelemetry-exporter-", "opentelemetry-sdk-");

    private ChildClassPath() {}

    /**
     * @param classPath the server's
     * @param tracing whether the child traces
     * @return absolute, as the child works in a folder of its own
     */
    static String of(String classPath, boolean tracing) {
        String separator = System.getProperty("path.separator", ":");
        List<String> entries = new ArrayList<>();
        for (String entry : classPath.split(separator, -1)) {
            if (isNeeded(entry, tracing)) {
                entries.add(absolute(entry));
            }
        }
        return String.join(separator, entries);
    }

    private static boolean isNeeded(String entry, boolean tracing) {
        String name = entry.substring(entry.lastIndexOf('/') + 1);
        return !entry.endsWith(".jar")
                || (OF_THE_SERVER.stream().noneMatch(name::startsWith)
                        && (tracing || OF_TRACING.stream().noneMatch(name::startsWith)));
    }

    private static String absolute(String entry) {
        boolean wildcard = entry.endsWith("*");
        String plain = wildcard ? entry.substring(0, entry.length() - 1) : entry;
        return Path.of(plain).toAbsolutePath() + (wildcard ? "/*" : "");
    }
}
