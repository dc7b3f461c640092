package io.bulkhead.host.environment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.objectweb.asm.ClassReader;

/**
 * The packages of a jar's classes and those that its classes name, as {@code com/example}.
 *
 * @param own where its classes are
 * @param named of any class that the constant pools name, the own ones and the JDK's left out
 * @param offersServices whether {@code ServiceLoader} finds something in it
 */
public record JarPackages(Set<String> own, Set<String> named, boolean offersServices) {
    private static final String CLASS = ".class";
    private static final String META = "META-INF/";
    private static final int TAG_TEXT = 1;
    private static final int TAG_CLASS = 7;

    /** Class names in descriptors and signatures. */
    private static final Pattern TYPE = Pattern.compile("L([\\w$]+(?:/[\\w$]+)+)[;<]");

    /** Copies the sets. */
    public JarPackages {
        own = Set.copyOf(own);
        named = Set.copyOf(named);
    }

    /** Reads all classes of a jar; some milliseconds for a hundred of them. */
    public static JarPackages read(Path jar) throws IOException {
        Set<String> own = new HashSet<>();
        Set<String> named = new HashSet<>();
        boolean services = false;
        try (ZipFile file = new ZipFile(jar.toFile())) {
            Enumeration<? extends ZipEntry> entries = file.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                services |= entry.getName().startsWith(META + "services/");
                if (isClass(entry.getName())) {
                    own.add(packageOf(entry.getName()));
                    try (InputStream in = file.getInputStream(entry)) {
                        addNamed(new ClassReader(in), named);
                    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
                        throw new IOException(entry.getName() + " is no class", e);
                    }
                }
            }
        }
        named.removeIf(name -> name.startsWith("java/") || own.contains(name));
        return new JarPackages(own, named, services);
    }

    private static boolean isClass(String entry) {
        return entry.endsWith(CLASS)
                && !entry.startsWith(META)
                && !entry.endsWith("module-info.class");
    }

    private static String packageOf(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('/')));
    }

    private static void addNamed(ClassReader reader, Set<String> named) {
        char[] buffer = new char[reader.getMaxStringLength()];
        for (int i = 1; i < reader.getItemCount(); i++) {
            int item = reader.getItem(i);
            int tag = item > 0 ? reader.readByte(item - 1) : 0;
            if (tag == TAG_CLASS) {
                String type = reader.readUTF8(item, buffer);
                if (!type.startsWith("[")) {
                    named.add(packageOf(type));
                }
            } else if (tag == TAG_TEXT) {
                addTypes(text(reader, item), named);
            }
        }
    }

    /** Names are looked for in it, which are ASCII mostly: others name no package that matters. */
    private static String text(ClassReader reader, int item) {
        int length = reader.readUnsignedShort(item);
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) reader.readByte(item + 2 + i));
        }
        return text.toString();
    }

    private static void addTypes(String text, Set<String> named) {
        Matcher type = TYPE.matcher(text);
        while (type.find()) {
            named.add(packageOf(type.group(1)));
        }
    }
}
