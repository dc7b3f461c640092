package io.bulkhead.host.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.host.environment.EnvironmentStore;
import io.bulkhead.processor.PredictProcessor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.annotation.processing.Processor;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NonNull;
import org.pf4j.ExtensionPoint;
import org.pf4j.processor.ExtensionAnnotationProcessor;
import org.slf4j.Logger;

/**
 * Compiles the sources in {@code test-plugins/}, as an author's build would, and packs them. What a
 * test needs of the result it takes from {@link #files}.
 */
public final class TestPlugins {
    private static final Path SOURCES = Path.of("src", "test", "resources", "test-plugins");

    private final Path work;
    private final List<Supplier<Processor>> processors;
    private final List<EnvironmentStore> stores = new ArrayList<>();
    private int compiled;

    /**
     * @param work an empty folder of the test's own
     */
    public TestPlugins(Path work) {
        this(work, List.of(ExtensionAnnotationProcessor::new));
    }

    private TestPlugins(Path work, List<Supplier<Processor>> processors) {
        this.work = work;
        this.processors = processors;
    }

    /** As {@link #withAdapters}, with PF4J's processor named first. */
    public static TestPlugins withAdaptersBehind(Path work) {
        return new TestPlugins(
                work, List.of(ExtensionAnnotationProcessor::new, PredictProcessor::new));
    }

    /** As an author's build does that has Bulkhead's annotation processor, too. */
    public static TestPlugins withAdapters(Path work) {
        return new TestPlugins(
                work, List.of(PredictProcessor::new, ExtensionAnnotationProcessor::new));
    }

    /** A jar of the plugin of this name, put to {@code place}. */
    public Path jar(String name, Path place) throws IOException {
        return write(place, files(name));
    }

    /** A jar of what these sources are. */
    public Path jarOf(Path sources, Path place) throws IOException {
        return write(place, filesOf(sources));
    }

    /** A zip as a plugin's build makes it: {@code plugin.properties} and {@code lib/*.jar}. */
    public Path zip(String name, Path place, Path... libraries) throws IOException {
        return zip(name, files(name, libraries), place, libraries);
    }

    /** As {@link #zip}, of what these sources are. */
    public Path zipOf(Path sources, Path place, Path... libraries) throws IOException {
        return zip("own", filesOf(sources, libraries), place, libraries);
    }

    private static Path zip(String name, Map<String, byte[]> files, Path place, Path... libraries)
            throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        String properties = "plugin.id=" + name + "\nplugin.version=1.0\n";
        entries.put("plugin.properties", properties.getBytes(UTF_8));
        entries.put("lib/" + name + ".jar", packed(files));
        for (Path library : libraries) {
            entries.put("lib/" + library.getFileName(), Files.readAllBytes(library));
        }
        return write(place, entries);
    }

    /** The compiled plugin: names of its jar's entries and what they hold. */
    public Map<String, byte[]> files(String name, Path... libraries) throws IOException {
        return filesOf(SOURCES.resolve(name), libraries);
    }

    private Map<String, byte[]> filesOf(Path sources, Path... libraries) throws IOException {
        Path classes =
                Files.createDirectories(work.resolve(sources.getFileName() + "-" + compiled++));
        compile(sources, classes, libraries);
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (Stream<Path> tree = Files.walk(classes)) {
            for (Path file : tree.filter(Files::isRegularFile).sorted().toList()) {
                entries.put(
                        classes.relativize(file).toString().replace('\\', '/'),
                        Files.readAllBytes(file));
            }
        }
        return entries;
    }

    /** Writes a jar or zip of these entries. */
    public static Path write(Path place, Map<String, byte[]> entries) throws IOException {
        return Files.write(place, packed(entries));
    }

    private static byte[] packed(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private void compile(Path sources, Path classes, Path... libraries) throws IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager manager = javac.getStandardFileManager(null, null, UTF_8);
                Stream<Path> tree = Files.walk(sources)) {
            Iterable<? extends JavaFileObject> units =
                    manager.getJavaFileObjectsFromPaths(
                            tree.filter(file -> file.toString().endsWith(".java")).toList());
            JavaCompiler.CompilationTask task =
                    javac.getTask(
                            messages, manager, null, options(classes, libraries), null, units);
            task.setProcessors(processors.stream().map(Supplier::get).toList());
            if (!task.call()) {
                throw new IllegalStateException(sources + " does not compile:\n" + messages);
            }
        }
    }

    private static List<String> options(Path classes, Path... libraries) {
        List<Path> path = new ArrayList<>(List.of(libraries));
        List.of(RuntimeFactory.class, ExtensionPoint.class, NonNull.class, Logger.class)
                .forEach(lent -> path.add(jarOf(lent)));
        String joined =
                path.stream()
                        .map(Path::toString)
                        .collect(Collectors.joining(System.getProperty("path.separator")));
        return List.of("--release", "17", "-parameters", "-d", classes.toString(), "-cp", joined);
    }

    /** The jar or folder that a class was loaded from. */
    public static Path jarOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A store in a folder of the test's own. It is kept for as long as this is: once the garbage
     * collector has let go of a store's lock, the next one sweeps what it had copied.
     */
    public EnvironmentStore store() {
        EnvironmentStore store = new EnvironmentStore(work.resolve("environments"));
        stores.add(store);
        return store;
    }
}
