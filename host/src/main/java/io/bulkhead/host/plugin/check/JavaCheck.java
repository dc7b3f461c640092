package io.bulkhead.host.plugin.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Classes for a newer Java than the server's. */
final class JavaCheck {
    private final PluginClasses classes;
    private final int running;

    JavaCheck(PluginClasses classes, int running) {
        this.classes = classes;
        this.running = running;
    }

    List<Finding> findings() {
        Map<String, Integer> newest = new TreeMap<>();
        for (PluginClasses.Entry entry : classes.all()) {
            newest.merge(PluginClasses.nameOf(entry.jar()), entry.java(), Math::max);
        }
        List<Finding> findings = new ArrayList<>();
        newest.forEach(
                (jar, needed) -> {
                    if (needed > running) {
                        findings.add(
                                Finding.wrong(
                                        jar
                                                + " has classes for Java "
                                                + needed
                                                + ", and this is Java "
                                                + running
                                                + "; compile it with --release "
                                                + running
                                                + ", or run the server, or the model in a child"
                                                + " JVM (parameters.java_home), on Java "
                                                + needed));
                    }
                });
        return findings;
    }
}
