package io.bulkhead.host.environment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Finds the classes in jars that implement the plugin API or are a runtime of the simple way, for
 * jars that no index tells of. The classes' files are read; none is loaded.
 */
final class ExtensionScan {
    private static final String RUNTIME = "io/bulkhead/api/RuntimeFactory";

    private static final Set<String> POINTS =
            Set.of(
                    RUNTIME,
                    "io/bulkhead/api/repository/ModelRepository",
                    "io/bulkhead/api/codec/InputCodec",
                    "io/bulkhead/api/codec/RequestCodec");

    private static final String PREDICT = "Lio/bulkhead/api/typed/Predict;";

    /** What the annotation processor adds to the name of a class whose adapter it writes. */
    private static final String ADAPTER = "_Runtime";

    /**
     * @param answers whether a method of its own is marked as the one that answers requests
     */
    private record Declared(
            Path jar, String name, Set<String> parents, boolean canBeMade, boolean answers) {}

    private final Map<String, Declared> classes = new HashMap<>();

    private ExtensionScan() {}

    /**
     * What these jars are, as their indexes tell; where none of them names an extension, as their
     * classes do. No index tells of the simple way where its annotation processor did not run, so
     * the classes beside those that an index names are looked at for it.
     */
    static List<JarContents> read(List<Path> jars) throws IOException {
        List<JarContents> contents = new ArrayList<>();
        for (Path jar : jars) {
            contents.add(JarContents.read(jar));
        }
        if (contents.stream().anyMatch(JarContents::hasExtensions)) {
            return withAnnotated(contents);
        }
        ExtensionScan scan = new ExtensionScan();
        for (Path jar : jars) {
            scan.scan(jar);
        }
        contents.replaceAll(jar -> jar.withExtensions(scan.extensionsIn(jar.path())));
        return contents;
    }

    private static List<JarContents> withAnnotated(List<JarContents> jars) throws IOException {
        List<JarContents> contents = new ArrayList<>();
        for (JarContents jar : jars) {
            Set<String> extensions = new LinkedHashSet<>(jar.extensions());
            if (jar.hasExtensions() && mayHoldAnnotated(jar)) {
                ExtensionScan scan = new ExtensionScan();
                scan.scan(jar.path());
                extensions.addAll(scan.annotated());
            }
            contents.add(jar.withExtensions(extensions));
        }
        return contents;
    }

    /** Few jars need to be looked at: most have an index that names a runtime, and no adapters. */
    private static boolean mayHoldAnnotated(JarContents jar) throws IOException {
        ExtensionScan indexed = new ExtensionScan();
        try (ZipFile file = new ZipFile(jar.path().toFile())) {
            if (file.stream().anyMatch(entry -> entry.getName().endsWith(ADAPTER + ".class"))) {
                return true;
            }
            for (String name : jar.extensions()) {
                ZipEntry entry = file.getEntry(name.replace('.', '/') + ".class");
                if (entry != null) {
                    indexed.scan(jar.path(), file, entry);
                }
            }
        }
        return indexed.classes.values().stream()
                .noneMatch(declared -> declared.parents().contains(RUNTIME));
    }

    /** The adapters of the classes that are annotated, or where there is none, these themselves. */
    private List<String> annotated() {
        return classes.values().stream()
                .filter(Declared::answers)
                .map(Declared::name)
                .map(name -> hasAdapter(name) ? adapterOf(name) : name)
                .map(name -> name.replace('/', '.'))
                .sorted()
                .toList();
    }

    private static String adapterOf(String name) {
        return name.replace('$', '_') + ADAPTER;
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
            Members members = new Members();
            reader.accept(
                    members,
                    ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
            String name = reader.getClassName();
            classes.putIfAbsent(
                    name,
                    new Declared(
                            jar,
                            name,
                            parents,
                            isConcrete(reader.getAccess()) && members.canBeMade,
                            isConcrete(reader.getAccess()) && members.answers));
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
            if (declared.jar().equals(jar) && isExtension(declared)) {
                found.add(declared.name().replace('/', '.'));
            }
        }
        return found;
    }

    private boolean isExtension(Declared declared) {
        boolean implementsPoint =
                declared.canBeMade() && isExtension(declared.name(), new HashSet<>());
        return implementsPoint || (declared.answers() && !hasAdapter(declared.name()));
    }

    private boolean hasAdapter(String name) {
        return classes.containsKey(adapterOf(name));
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

    /**
     * Looks for a public constructor without parameters, and for a method that answers requests.
     */
    private static final class Members extends ClassVisitor {
        private boolean canBeMade;
        private boolean answers;

        Members() {
            super(Opcodes.ASM9);
        }

        @Override
        public MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            boolean isPublic = (access & Opcodes.ACC_PUBLIC) != 0;
            canBeMade |= isPublic && name.equals("<init>") && descriptor.equals("()V");
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public @Nullable AnnotationVisitor visitAnnotation(
                        String annotation, boolean visible) {
                    answers |= annotation.equals(PREDICT);
                    return null;
                }
            };
        }
    }
}
