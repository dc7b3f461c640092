package io.bulkhead.host.environment;

import io.bulkhead.api.Isolation;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * What a plugin says of itself in {@code plugin.properties} or in its jar's manifest.
 *
 * @param version empty if it says none
 * @param requires the plugins that it is built on, {@code id} or {@code id@version}
 * @param isolations where its models may live
 */
record PluginDescriptor(
        String id, String version, List<String> requires, Set<Isolation> isolations) {
    /** Of what says nothing of where its models may live. */
    static final Set<Isolation> ANYWHERE = Set.of(Isolation.values());

    static final String FILE = "plugin.properties";
    private static final int MAX_BYTES = 1 << 20;

    PluginDescriptor {
        requires = List.copyOf(requires);
        isolations = Set.copyOf(isolations);
    }

    /** That of a folder; empty if there is none. */
    static Optional<PluginDescriptor> inFolder(Path folder, String name) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
            properties.load(new StringReader(text));
        } catch (IllegalArgumentException e) {
            throw new IOException(FILE + " cannot be read: " + e.getMessage(), e);
        }
        return Optional.of(
                new PluginDescriptor(
                        properties.getProperty("plugin.id", name).strip(),
                        properties.getProperty("plugin.version", "").strip(),
                        list(properties.getProperty("plugin.dependencies", "")),
                        isolations(
                                "plugin.isolation",
                                properties.getProperty("plugin.isolation", ""))));
    }

    /** That of a jar; empty if its manifest names no plugin. */
    static Optional<PluginDescriptor> inJar(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            Manifest manifest = file.getManifest();
            Attributes attributes =
                    manifest == null ? new Attributes() : manifest.getMainAttributes();
            String id = attributes.getValue("Plugin-Id");
            if (id == null || id.isBlank()) {
                return Optional.empty();
            }
            return Optional.of(
                    new PluginDescriptor(
                            id.strip(),
                            orEmpty(attributes.getValue("Plugin-Version")),
                            list(orEmpty(attributes.getValue("Plugin-Dependencies"))),
                            isolations(
                                    "Plugin-Isolation",
                                    orEmpty(attributes.getValue("Plugin-Isolation")))));
        }
    }

    /** Of what says nothing of itself. */
    static PluginDescriptor named(String name) {
        return new PluginDescriptor(name, "", List.of(), ANYWHERE);
    }

    private static String orEmpty(@org.jspecify.annotations.Nullable String value) {
        return value == null ? "" : value.strip();
    }

    private static Set<Isolation> isolations(String key, String text) throws IOException {
        Set<Isolation> named = EnumSet.noneOf(Isolation.class);
        for (String name : list(text)) {
            named.add(
                    Arrays.stream(Isolation.values())
                            .filter(one -> one.name().equalsIgnoreCase(name))
                            .findFirst()
                            .orElseThrow(() -> unknown(key, name)));
        }
        return named.isEmpty() ? ANYWHERE : named;
    }

    private static IOException unknown(String key, String name) {
        return new IOException(
                key + " has '" + name + "', which is neither classloader nor process");
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }
}
