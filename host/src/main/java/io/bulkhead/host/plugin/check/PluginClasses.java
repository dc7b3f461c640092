package io.bulkhead.host.plugin.check;

import io.bulkhead.host.environment.JarContents;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.objectweb.asm.ClassReader;

/** All classes of a plugin, by their internal names, read and not loaded. */
final class PluginClasses {
    private static final int FIRST_CLASS_FILE = 44;
    private static final int TAG_CLASS = 7;
    private static final String MODULE = "module-info";

    /**
     * A class of the plugin.
     *
     * @param jar that a class loader takes it from
     * @param java that it is compiled for
     * @param access its modifiers
     * @param parents its superclass and interfaces
     * @param uses the classes that its constant pool names
     */
    record Entry(
            String name,
            JarContents jar,
            int java,
            int access,
            List<String> parents,
            List<String> uses) {}

    /**
     * Another class of a name that is there already, in a jar behind.
     *
     * @param same whether it is the same to the byte
     */
    record Twin(String name, JarContents first, JarContents second, boolean same) {}

    private final List<JarContents> jars;
    private final Map<String, Entry> classes = new LinkedHashMap<>();
    private final Map<String, Long> checksums = new LinkedHashMap<>();
    private final List<Twin> doubles = new ArrayList<>();
    private final List<String> unreadable = new ArrayList<>();

    private PluginClasses(List<JarContents> jars) {
        this.jars = List.copyOf(jars);
    }

    static PluginClasses of(List<JarContents> jars) throws IOException {
        PluginClasses classes = new PluginClasses(jars);
        for (JarContents jar : jars) {
            classes.read(jar);
        }
        return classes;
    }

    private void read(JarContents jar) throws IOException {
        try (ZipFile file = new ZipFile(jar.path().toFile())) {
            Enumeration<? extends ZipEntry> entries = file.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                String path = entry.getName();
                // Below META-INF are what a newer Java takes instead, and no classes by name.
                if (path.endsWith(".class") && !path.startsWith("META-INF/")) {
                    read(jar, file, entry);
                }
            }
        }
    }

    private void read(JarContents jar, ZipFile file, ZipEntry entry) throws IOException {
        String name = entry.getName().substring(0, entry.getName().length() - ".class".length());
        if (name.endsWith(MODULE)) {
            return;
        }
        Entry first = classes.get(name);
        if (first != null) {
            boolean same = Long.valueOf(entry.getCrc()).equals(checksums.get(name));
            doubles.add(new Twin(name, first.jar(), jar, same));
            return;
        }
        checksums.put(name, entry.getCrc());
        try (InputStream in = file.getInputStream(entry)) {
            byte[] bytes = in.readAllBytes();
            classes.put(name, entry(name, jar, bytes));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            unreadable.add(nameOf(jar) + "!" + entry.getName());
        }
    }

    private static Entry entry(String name, JarContents jar, byte[] bytes) {
        int java = (Byte.toUnsignedInt(bytes[6]) << 8 | Byte.toUnsignedInt(bytes[7]));
        ClassReader reader = new ClassReader(bytes);
        List<String> parents = new ArrayList<>(List.of(reader.getInterfaces()));
        Optional.ofNullable(reader.getSuperName()).ifPresent(parents::add);
        return new Entry(
                name, jar, java - FIRST_CLASS_FILE, reader.getAccess(), parents, uses(reader));
    }

    /** Names in the constant pool; the element's type, for an array's. */
    private static List<String> uses(ClassReader reader) {
        List<String> names = new ArrayList<>();
        char[] buffer = new char[reader.getMaxStringLength()];
        for (int i = 1; i < reader.getItemCount(); i++) {
            int item = reader.getItem(i);
            if (item > 0 && reader.readByte(item - 1) == TAG_CLASS) {
                element(reader.readUTF8(item, buffer)).ifPresent(names::add);
            }
        }
        return names;
    }

    private static Optional<String> element(String name) {
        if (!name.startsWith("[")) {
            return Optional.of(name);
        }
        String element = name.replaceFirst("^\\[+", "");
        return element.startsWith("L")
                ? Optional.of(element.substring(1, element.length() - 1))
                : Optional.empty();
    }

    List<JarContents> jars() {
        return jars;
    }

    Collection<Entry> all() {
        return classes.values();
    }

    Optional<Entry> find(String internalName) {
        return Optional.ofNullable(classes.get(internalName));
    }

    List<Twin> doubles() {
        return List.copyOf(doubles);
    }

    /** Files that are named as classes and cannot be read as such. */
    List<String> unreadable() {
        return List.copyOf(unreadable);
    }

    /** By the newest class; 0 if there is none. */
    int javaNeeded() {
        return classes.values().stream().mapToInt(Entry::java).max().orElse(0);
    }

    /** A jar's file name, for messages. */
    static String nameOf(JarContents jar) {
        return String.valueOf(jar.path().getFileName());
    }

    /** As a programmer writes it. */
    static String shown(String internalName) {
        return internalName.replace('/', '.');
    }
}
