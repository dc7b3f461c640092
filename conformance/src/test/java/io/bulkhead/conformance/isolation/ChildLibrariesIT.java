package io.bulkhead.conformance.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import io.bulkhead.conformance.Distribution;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** The jar from which the children of a distribution run. */
class ChildLibrariesIT {
    private static final String CHILD = "io.bulkhead.host.runtime.process.child.ChildMain";

    private static final List<String> OF_JAVA =
            List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

    private final Path lib = Distribution.built().home().resolve("lib");

    @Test
    void holdsAllThatOurCodeMayCallInAChild() throws IOException {
        Set<String> held = held();

        assertThat(calls().filter(call -> !held.contains(target(call))).map(this::shown)).isEmpty();
    }

    @Test
    void holdsNothingOfTheServersWires() throws IOException {
        assertThat(entries(lib.resolve("child/bulkhead-child.jar")))
                .noneMatch(entry -> entry.startsWith("org/eclipse/jetty/"))
                .noneMatch(entry -> entry.startsWith("com/fasterxml/jackson/databind/"))
                .noneMatch(entry -> entry.startsWith("picocli/"))
                .noneMatch(entry -> entry.startsWith("org/apache/maven/"))
                .noneMatch(entry -> entry.endsWith(".so"));
    }

    /** From our classes that a child can reach to those of libraries. */
    private Stream<Dependency> calls() throws IOException {
        List<Location> ours = jars("bulkhead-").stream().map(ChildLibrariesIT::location).toList();
        JavaClass child = new ClassFileImporter().importLocations(ours).get(CHILD);
        return child.getTransitiveDependenciesFromSelf().stream()
                .filter(call -> call.getOriginClass().getName().startsWith("io.bulkhead."))
                .filter(call -> isOfALibrary(call.getTargetClass().getBaseComponentType()));
    }

    private static Location location(Path jar) {
        return Location.of(URI.create("jar:" + jar.toUri() + "!/"));
    }

    private static boolean isOfALibrary(JavaClass type) {
        return !type.isPrimitive() && OF_JAVA.stream().noneMatch(type.getName()::startsWith);
    }

    private static String target(Dependency call) {
        return call.getTargetClass().getBaseComponentType().getName();
    }

    private String shown(Dependency call) {
        return call.getOriginClass().getName() + " -> " + target(call);
    }

    /** The names of classes; a child that traces has OpenTelemetry's other jars beside the one. */
    private Set<String> held() throws IOException {
        List<Path> jars = new ArrayList<>(jars("opentelemetry-"));
        jars.add(lib.resolve("child/bulkhead-child.jar"));
        Set<String> classes = new HashSet<>();
        for (Path jar : jars) {
            for (String entry : entries(jar)) {
                classes.add(entry.replace(".class", "").replace('/', '.'));
            }
        }
        return classes;
    }

    private List<Path> jars(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(lib)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix)).toList();
        }
    }

    private static List<String> entries(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream().map(ZipEntry::getName).toList();
        }
    }
}
