package io.bulkhead.host.plugin.check;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.environment.Environment;
import io.bulkhead.host.environment.EnvironmentLease;
import io.bulkhead.host.environment.EnvironmentStore;
import io.bulkhead.host.environment.JarContents;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks at a plugin's jar, zip or folder as the server does before it opens it, and further: at all
 * of its classes. Runs nothing of it.
 */
public final class PluginCheck {
    private final EnvironmentStore store;
    private final int java;

    /**
     * @param store to unpack plugins to
     * @param java that the server runs on
     */
    public PluginCheck(EnvironmentStore store, int java) {
        this.store = store;
        this.java = java;
    }

    /**
     * Reads a plugin.
     *
     * @throws IOException if it cannot be read
     * @throws ServingException {@code MODEL_LOAD_FAILED} if it is refused as it is, saying why
     */
    public PluginReport of(Path file) throws IOException {
        Optional<EnvironmentLease> plugin = store.dropped(file);
        if (plugin.isEmpty()) {
            return new PluginReport(
                    String.valueOf(file.getFileName()),
                    List.of(),
                    List.of(),
                    0,
                    List.of(
                            Finding.wrong(
                                    "no plugin: nothing in it is a RuntimeFactory, or has a method"
                                            + " marked @Predict; is there a jar in the zip, at its"
                                            + " root or in lib/?")));
        }
        try (EnvironmentLease lease = plugin.get()) {
            return report(file, lease.environment());
        }
    }

    private PluginReport report(Path file, Environment environment) throws IOException {
        PluginClasses classes = PluginClasses.of(environment.jars());
        List<Finding> findings = new ArrayList<>();
        findings.addAll(DescriptorCheck.of(file));
        findings.addAll(new ExtensionCheck(classes).findings());
        findings.addAll(new BundleCheck(classes).findings());
        findings.addAll(new JavaCheck(classes, java).findings());
        findings.addAll(new MissingClassCheck(classes).findings());
        for (JarContents jar : environment.jars()) {
            findings.addAll(NativeCheck.of(jar));
        }
        return new PluginReport(
                environment.label(),
                environment.jars().stream()
                        .flatMap(jar -> jar.extensions().stream())
                        .distinct()
                        .toList(),
                environment.jars().stream().map(PluginClasses::nameOf).toList(),
                classes.javaNeeded(),
                findings);
    }
}
