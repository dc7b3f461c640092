package io.bulkhead.host.environment;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The layouts that a plugin has as a folder: jars in it and in {@code lib/}, and classes that are
 * not packed in {@code classes/}.
 */
public final class PluginFolder {
    private static final String CLASSES = "classes";
    private static final String CLASSES_JAR = "classes.jar";

    private PluginFolder() {}

    /** The jars, its own first. */
    static List<Path> jars(Path folder) throws IOException {
        List<Path> jars = new ArrayList<>();
        for (Path place : List.of(folder, folder.resolve("lib"))) {
            if (Files.isDirectory(place)) {
                try (Stream<Path> files = Files.list(place)) {
                    files.filter(f -> f.toString().endsWith(".jar")).sorted().forEach(jars::add);
                }
            }
        }
        return jars;
    }

    /** All files that make the plugin. */
    static List<Path> files(Path folder) throws IOException {
        List<Path> files = new ArrayList<>(jars(folder));
        Path descriptor = folder.resolve(PluginDescriptor.FILE);
        if (Files.isRegularFile(descriptor)) {
            files.add(descriptor);
        }
        files.addAll(filesBelow(folder.resolve(CLASSES)));
        return files;
    }

    private static List<Path> filesBelow(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** Packs {@code classes/} into a jar beside it, as everything else is one. */
    public static void packClasses(Path folder) throws IOException {
        Path classes = folder.resolve(CLASSES);
        List<Path> files = filesBelow(classes);
        if (files.isEmpty()) {
            return;
        }
        try (OutputStream out = Files.newOutputStream(folder.resolve(CLASSES_JAR));
                ZipOutputStream jar = new ZipOutputStream(out)) {
            for (Path file : files) {
                ZipEntry entry =
                        new ZipEntry(classes.relativize(file).toString().replace('\\', '/'));
                entry.setTime(0); // the same classes make the same jar
                jar.putNextEntry(entry);
                Files.copy(file, jar);
            }
        }
        FileTree.delete(classes);
    }
}
