package io.bulkhead.host.plugin.check;

import io.bulkhead.host.environment.JarContents;
import io.bulkhead.host.plugin.SharedPackages;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Classes that should not be in a plugin, or not twice. */
final class BundleCheck {
    private static final String API = "io/bulkhead/api/";
    private static final String SERVER = "io/bulkhead/";
    private static final int SHOWN = 3;

    private final PluginClasses classes;

    BundleCheck(PluginClasses classes) {
        this.classes = classes;
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>(lent());
        findings.addAll(doubles());
        classes.unreadable().stream()
                .map(file -> Finding.warning(file + " is no class that can be read"))
                .forEach(findings::add);
        return findings;
    }

    private List<Finding> lent() {
        Map<String, Finding> byJar = new TreeMap<>();
        for (PluginClasses.Entry entry : classes.all()) {
            String jar = PluginClasses.nameOf(entry.jar());
            if (entry.name().startsWith(API)) {
                byJar.put(
                        jar,
                        Finding.wrong(
                                jar
                                        + " bundles the plugin API, which belongs to the server;"
                                        + " give the dependency bulkhead-plugin-api the scope"
                                        + " 'provided'"));
            } else if (SharedPackages.contain(PluginClasses.shown(entry.name()))) {
                byJar.putIfAbsent(
                        jar,
                        Finding.warning(
                                jar
                                        + " brings "
                                        + PluginClasses.shown(entry.name())
                                        + ", and the server's is used; leave slf4j-api, pf4j and"
                                        + " jspecify out"));
            } else if (entry.name().startsWith(SERVER + "host/")) {
                byJar.putIfAbsent(
                        jar,
                        Finding.warning(
                                jar
                                        + " brings the server itself, which a plugin has no use"
                                        + " for; give the testkit the scope 'test'"));
            }
        }
        return List.copyOf(byJar.values());
    }

    private List<Finding> doubles() {
        Map<String, List<PluginClasses.Twin>> byPair = new LinkedHashMap<>();
        for (PluginClasses.Twin one : classes.doubles()) {
            byPair.computeIfAbsent(pair(one.first(), one.second()), p -> new ArrayList<>())
                    .add(one);
        }
        return byPair.entrySet().stream().map(e -> finding(e.getKey(), e.getValue())).toList();
    }

    private static String pair(JarContents first, JarContents second) {
        return PluginClasses.nameOf(first) + " and in " + PluginClasses.nameOf(second);
    }

    private static Finding finding(String pair, List<PluginClasses.Twin> twice) {
        String names =
                twice.stream()
                        .limit(SHOWN)
                        .map(one -> PluginClasses.shown(one.name()))
                        .collect(Collectors.joining(", "));
        String more = twice.size() > SHOWN ? ", ... (" + twice.size() + " classes)" : "";
        boolean same = twice.stream().allMatch(PluginClasses.Twin::same);
        return Finding.warning(
                names
                        + more
                        + (twice.size() == 1 ? " is" : " are")
                        + " in "
                        + pair
                        + (same
                                ? ", the same in both"
                                : ", and not the same; the first one counts, so keep one"));
    }
}
