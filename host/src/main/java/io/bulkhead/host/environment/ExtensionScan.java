package io.bulkhead.host.environment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Finds the classes in jars that implement the plugin API, for jars that no index tells of. The
 * classes' files are read; none is loaded.
 */
final class ExtensionScan {
    private static final Set<String> POINTS =
            Set.of(
                    "io/bulkhead/api/RuntimeFactory",
                    "io/bulkhead/api/codec/InputCodec",
                    "io/bulkhead/api/codec/RequestCodec");

    private record Declared(Path jar, String name, Set<String> parents, boolean canBeMade) {}

    private final Map<String, Declared> classes = new HashMap<>();

    private ExtensionScan() {}

    /**
     * What these jars are, as their indexes tell; where none of them names an extension, as their
     * classes do.
     */
    static List<JarContents> read(List<Path> jars) throws IOException {
        List<JarContents> contents = new ArrayList<>();
        for (Path jar : jars) {
            contents.add(JarContents.read(jar));
        }
        if (contents.stream().anyMatch(JarContents::hasExtensions)) {
            return contents;
        }
        ExtensionScan scan = new ExtensionScan();
        for (Path jar : jars) {
            scan.scan(jar);
        }
        contents.replaceAll(jar -> jar.withExtensions(scan.extensionsIn(jar.path())));
        return contents;
    }

    private void scan(Path jar) throws IOException {
        try (ZipFile file = new ZipFile(jar.toFile())) {
            Enumeration<? extends ZipEntry> entries = file.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                String name = entry.getName();
                if (name.endsWith(".class") && !name.startsWith("META-INF/")) {
                    scan(jar, file, entry);
                }
            }
        }
    }

    private void scan(Path jar, ZipFile file, ZipEntry entry) throws IOException {
        try (InputStream in = file.getInputStream(entry)) {
            ClassReader reader = new ClassReader(in);
            Set<String> parents = new HashSet<>(List.of(reader.getInterfaces()));
            Optional.ofNullable(reader.getSuperName()).ifPresent(parents::add);
            Constructor constructor = new Constructor();
            reader.accept(
                    constructor,
                    ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
            String name = reader.getClassName();
            classes.putIfAbsent(
                    name,
                    new Declared(
                            jar,
                            name,
                            parents,
                            isConcrete(reader.getAccess()) && constructor.found));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            // Of a Java that is not known yet, or no class at all: not ours to judge here.
            return;
        }
    }

    private static boolean isConcrete(int access) {
        return (access & Opcodes.ACC_PUBLIC) != 0
                && (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_INTERFACE)) == 0;
    }

    private Set<String> extensionsIn(Path jar) {
        Set<String> found = new TreeSet<>();
        for (Declared declared : classes.values()) {
            if (declared.jar().equals(jar)
                    && declared.canBeMade()
                    && isExtension(declared.name(), new HashSet<>())) {
                found.add(declared.name().replace('/', '.'));
            }
        }
        return found;
    }

    private boolean isExtension(String name, Set<String> seen) {
        if (POINTS.contains(name)) {
            return true;
        }
        Declared declared = classes.get(name);
        return declared != null
                && seen.add(name)
                && declared.parents().stream().anyMatch(parent -> isExtension(parent, seen));
    }

    /** Looks for a public constructor without parameters. */
    private static final class Constructor extends ClassVisitor {
        private boolean found;

        Constructor() {
            super(Opcodes.ASM9);
        }

        @Override
        public @org.jspecify.annotations.Nullable MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @org.jspecify.annotations.Nullable String signature,
                String @org.jspecify.annotations.Nullable [] exceptions) {
            boolean isPublic = (access & Opcodes.ACC_PUBLIC) != 0;
            found |= isPublic && name.equals("<init>") && descriptor.equals("()V");
            return null;
        }
    }
}
