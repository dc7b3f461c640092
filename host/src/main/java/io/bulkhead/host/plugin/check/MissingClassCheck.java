package io.bulkhead.host.plugin.check;

import io.bulkhead.host.environment.JarContents;
import io.bulkhead.host.plugin.SharedPackages;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Classes that the plugin needs and will not find. What its own code names is needed; what only a
 * library names may be a choice that the library has.
 */
final class MissingClassCheck {
    private static final int SHOWN = 3;
    private static final String SERVER = "io/bulkhead/host/";

    private final PluginClasses classes;
    private final ClassLoader server = MissingClassCheck.class.getClassLoader();
    private final ClassLoader jdk = ClassLoader.getPlatformClassLoader();
    private final Map<String, Boolean> missing = new HashMap<>();

    MissingClassCheck(PluginClasses classes) {
        this.classes = classes;
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        Map<String, Set<String>> ofLibraries = new TreeMap<>();
        Set<String> told = new TreeSet<>();
        for (PluginClasses.Entry entry : reachable()) {
            for (String name : entry.uses()) {
                if (isMissing(name) && told.add(name)) {
                    if (entry.jar().hasExtensions()) {
                        findings.add(Finding.wrong(text(name, entry)));
                    } else {
                        ofLibraries
                                .computeIfAbsent(
                                        PluginClasses.nameOf(entry.jar()), j -> new TreeSet<>())
                                .add(PluginClasses.shown(name));
                    }
                }
            }
        }
        ofLibraries.forEach((jar, names) -> findings.add(note(jar, names)));
        return findings;
    }

    /** All that the extensions lead to. */
    private Set<PluginClasses.Entry> reachable() {
        Set<PluginClasses.Entry> seen = new LinkedHashSet<>();
        Deque<PluginClasses.Entry> open = new ArrayDeque<>();
        for (JarContents jar : classes.jars()) {
            jar.extensions().stream()
                    .flatMap(name -> classes.find(name.replace('.', '/')).stream())
                    .forEach(open::add);
        }
        while (!open.isEmpty()) {
            PluginClasses.Entry entry = open.remove();
            if (seen.add(entry)) {
                entry.uses().stream()
                        .flatMap(name -> classes.find(name).stream())
                        .forEach(open::add);
            }
        }
        return seen;
    }

    private boolean isMissing(String name) {
        return missing.computeIfAbsent(name, this::isNowhere);
    }

    private boolean isNowhere(String name) {
        if (SharedPackages.contain(PluginClasses.shown(name))) {
            return server.getResource(name + ".class") == null;
        }
        return classes.find(name).isEmpty() && jdk.getResource(name + ".class") == null;
    }

    private static String text(String name, PluginClasses.Entry user) {
        String remedy =
                name.startsWith(SERVER)
                        ? "; it is the server's, of which plugins see the API alone"
                        : SharedPackages.contain(PluginClasses.shown(name))
                                ? "; this server's plugin API does not have it: it is compiled"
                                        + " against another version"
                                : "; add the jar that holds it to the plugin's lib/";
        return "class "
                + PluginClasses.shown(name)
                + ", which "
                + PluginClasses.shown(user.name())
                + " in "
                + PluginClasses.nameOf(user.jar())
                + " needs, is missing"
                + remedy;
    }

    private static Finding note(String jar, Set<String> names) {
        String shown = String.join(", ", names.stream().limit(SHOWN).toList());
        String more = names.size() > SHOWN ? ", ... (" + names.size() + " classes)" : "";
        return Finding.note(jar + " can make use of what is not there: " + shown + more);
    }
}
