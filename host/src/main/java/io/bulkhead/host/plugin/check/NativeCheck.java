package io.bulkhead.host.plugin.check;

import io.bulkhead.host.environment.JarContents;
import io.bulkhead.host.environment.natives.NativeLibraryReader;
import io.bulkhead.host.environment.natives.NativePlatform;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The native libraries of a jar: which, and for which machines. */
final class NativeCheck {
    private NativeCheck() {}

    static List<Finding> of(JarContents jar) throws IOException {
        if (jar.nativeLibraries().isEmpty()) {
            return List.of();
        }
        NativePlatform here = NativePlatform.ofThisJvm();
        Map<String, Set<NativePlatform>> libraries = NativeLibraryReader.platforms(jar.path());
        List<Finding> findings = new ArrayList<>();
        Set<String> platforms = new TreeSet<>();
        Map<String, Set<String>> byName = new TreeMap<>();
        libraries.forEach(
                (entry, built) -> {
                    String name = entry.substring(entry.lastIndexOf('/') + 1);
                    Set<String> labels = byName.computeIfAbsent(name, n -> new TreeSet<>());
                    built.forEach(platform -> labels.add(platform.label()));
                    platforms.addAll(labels);
                    if (built.isEmpty()) {
                        findings.add(
                                Finding.warning(
                                        PluginClasses.nameOf(jar)
                                                + ": "
                                                + entry
                                                + " is named as a native library and is none"));
                    }
                });
        findings.add(
                Finding.note(
                        PluginClasses.nameOf(jar)
                                + " has native libraries: "
                                + list(byName)
                                + "; models whose plugins have other builds of them run in child"
                                + " JVMs"));
        if (!platforms.isEmpty() && !platforms.contains(here.label())) {
            findings.add(
                    Finding.warning(
                            PluginClasses.nameOf(jar)
                                    + " has no native library for this machine, "
                                    + here.label()));
        }
        return findings;
    }

    private static String list(Map<String, Set<String>> byName) {
        List<String> texts = new ArrayList<>();
        byName.forEach((name, platforms) -> texts.add(name + " " + platforms));
        return String.join(", ", texts);
    }
}
