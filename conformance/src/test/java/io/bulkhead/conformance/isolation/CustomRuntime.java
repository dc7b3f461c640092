package io.bulkhead.conformance.isolation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bulkhead.api.RuntimeFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.pf4j.ExtensionPoint;
import org.pf4j.processor.ExtensionAnnotationProcessor;

/**
 * A runtime that a user wrote: compiled from the sources in {@code runtimes/} against the plugin
 * API and libraries of its own.
 *
 * @param name of its folder of sources
 * @param libraries its jars
 */
record CustomRuntime(String name, List<Path> libraries) {
    private static final Path SOURCES = Path.of("src", "test", "resources", "runtimes");

    /** One that needs the API only. */
    static CustomRuntime plain() {
        return new CustomRuntime("plain", List.of());
    }

    /** One with the libraries that the build laid out in this folder. */
    static CustomRuntime with(String name, String libraries) throws IOException {
        Path folder = Path.of(System.getProperty("bulkhead.libraries"), libraries);
        try (Stream<Path> jars = Files.list(folder)) {
            return new CustomRuntime(name, jars.sorted().toList());
        }
    }

    /** Puts it there as one jar, without its libraries. */
    Path jar(Path place) throws IOException {
        return jar(place, Map.of());
    }

    /** As {@link #jar(Path)}, with these files beside the classes. */
    Path jar(Path place, Map<String, byte[]> files) throws IOException {
        Map<String, byte[]> entries = classes();
        entries.putAll(files);
        return Files.write(place, packed(entries));
    }

    /** Puts it there as a zip: {@code plugin.properties} and {@code lib/*.jar}. */
    Path zip(Path place) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(place))) {
            zip.setLevel(Deflater.NO_COMPRESSION); // jars are compressed already
            put(zip, "plugin.properties", ("plugin.id=" + name + "\n").getBytes(UTF_8));
            put(zip, "lib/" + name + ".jar", packed(classes()));
            for (Path library : libraries) {
                zip.putNextEntry(new ZipEntry("lib/" + library.getFileName()));
                Files.copy(library, zip);
            }
        }
        return place;
    }

    private Map<String, byte[]> classes() throws IOException {
        Path classes = Files.createTempDirectory("runtime-");
        try {
            compileTo(classes);
            return contents(classes);
        } finally {
            delete(classes);
        }
    }

    private static Map<String, byte[]> contents(Path folder) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (Path file : tree(folder)) {
            if (Files.isRegularFile(file)) {
                String entry = folder.relativize(file).toString().replace('\\', '/');
                entries.put(entry, Files.readAllBytes(file));
            }
        }
        return entries;
    }

    private static void delete(Path folder) throws IOException {
        List<Path> childrenFirst = new ArrayList<>(tree(folder));
        Collections.reverse(childrenFirst);
        for (Path path : childrenFirst) {
            Files.delete(path);
        }
    }

    private static List<Path> tree(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.sorted().toList();
        }
    }

    private static byte[] packed(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                put(zip, entry.getKey(), entry.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream zip, String entry, byte[] bytes) throws IOException {
        zip.putNextEntry(new ZipEntry(entry));
        zip.write(bytes);
    }

    private void compileTo(Path classes) throws IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, UTF_8);
                Stream<Path> tree = Files.walk(SOURCES.resolve(name))) {
            List<Path> sources = tree.filter(f -> f.toString().endsWith(".java")).toList();
            var units = files.getJavaFileObjectsFromPaths(sources);
            var task = javac.getTask(messages, files, null, options(classes), null, units);
            task.setProcessors(List.of(new ExtensionAnnotationProcessor()));
            if (!task.call()) {
                throw new IllegalStateException(name + " does not compile:\n" + messages);
            }
        }
    }

    private List<String> options(Path classes) {
        List<Path> path = new ArrayList<>(libraries);
        for (Class<?> lent :
                List.of(RuntimeFactory.class, ExtensionPoint.class, NullMarked.class)) {
            path.add(jarOf(lent));
        }
        String joined =
                path.stream()
                        .map(Path::toString)
                        .collect(Collectors.joining(System.getProperty("path.separator")));
        return List.of("--release", "17", "-d", classes.toString(), "-cp", joined);
    }

    private static Path jarOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
