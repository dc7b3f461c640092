package io.bulkhead.host.plugin.check;

import io.bulkhead.host.environment.JarContents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipFile;
import org.objectweb.asm.Opcodes;

/** What a plugin says that it offers. */
final class ExtensionCheck {
    private static final String INDEX = "META-INF/extensions.idx";

    private final PluginClasses classes;

    ExtensionCheck(PluginClasses classes) {
        this.classes = classes;
    }

    List<Finding> findings() throws IOException {
        List<Finding> findings = new ArrayList<>();
        boolean offers = false;
        for (JarContents jar : classes.jars()) {
            if (jar.hasExtensions()) {
                offers = true;
                findings.addAll(ofIndex(jar));
            }
        }
        if (!offers) {
            findings.add(
                    Finding.wrong(
                            "it offers nothing: no index "
                                    + INDEX
                                    + " names an extension, and no public class is a RuntimeFactory"
                                    + " that can be made without arguments, or has a method marked"
                                    + " @Predict"));
        }
        return findings;
    }

    private List<Finding> ofIndex(JarContents jar) throws IOException {
        List<Finding> findings = new ArrayList<>();
        Set<String> indexed = JarContents.read(jar.path()).extensions();
        if (indexed.isEmpty()) {
            findings.add(
                    Finding.warning(
                            PluginClasses.nameOf(jar)
                                    + " has no index "
                                    + INDEX
                                    + (hasIndex(jar) ? " that names an extension" : "")
                                    + ", so all of its classes are searched at each start; name"
                                    + " org.pf4j:pf4j or io.bulkhead:bulkhead-plugin-processor in"
                                    + " annotationProcessorPaths"));
        }
        for (String name : indexed) {
            fault(name).map(Finding::wrong).ifPresent(findings::add);
        }
        return findings;
    }

    private static boolean hasIndex(JarContents jar) throws IOException {
        try (ZipFile file = new ZipFile(jar.path().toFile())) {
            return file.getEntry(INDEX) != null;
        }
    }

    private Optional<String> fault(String name) {
        return classes.find(name.replace('.', '/'))
                .map(
                        entry ->
                                isMakeable(entry.access())
                                        ? ""
                                        : "the index names "
                                                + name
                                                + ", which is not public or is abstract")
                .or(() -> Optional.of("the index names " + name + ", which is in none of the jars"))
                .filter(text -> !text.isEmpty());
    }

    private static boolean isMakeable(int access) {
        return (access & Opcodes.ACC_PUBLIC) != 0
                && (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_INTERFACE)) == 0;
    }
}
