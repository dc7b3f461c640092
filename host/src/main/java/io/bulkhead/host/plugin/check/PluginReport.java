package io.bulkhead.host.plugin.check;

import java.util.List;

/**
 * What a plugin's file is.
 *
 * @param label its id and version
 * @param offers the classes that a server would take for its extensions
 * @param jars that it is made of, by name
 * @param javaNeeded by the newest of its classes
 * @param findings what is to be said of it, the worst first
 */
public record PluginReport(
        String label,
        List<String> offers,
        List<String> jars,
        int javaNeeded,
        List<Finding> findings) {
    /** Copies the lists. */
    public PluginReport {
        offers = List.copyOf(offers);
        jars = List.copyOf(jars);
        findings = findings.stream().sorted((a, b) -> a.level().compareTo(b.level())).toList();
    }

    /** How many findings are of this level. */
    public long count(Finding.Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }
}
