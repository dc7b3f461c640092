package io.bulkhead.host.plugin;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.pf4j.AbstractExtensionFinder;
import org.pf4j.IndexedExtensionFinder;
import org.pf4j.PluginManager;
import org.pf4j.PluginWrapper;
import org.pf4j.processor.IndexedExtensionStorage;

/**
 * The extensions that a plugin's jars name, all of them. PF4J's own finder reads the index that the
 * loader finds first, and a library that was compiled with PF4J's annotation processor has an empty
 * one: it would hide the plugin's.
 */
final class ExtensionIndexes extends AbstractExtensionFinder {
    ExtensionIndexes(PluginManager plugins) {
        super(plugins);
    }

    @Override
    public Map<String, Set<String>> readPluginsStorages() {
        Map<String, Set<String>> byPlugin = new LinkedHashMap<>();
        for (PluginWrapper plugin : pluginManager.getPlugins()) {
            byPlugin.put(plugin.getPluginId(), read(plugin.getPluginClassLoader()));
        }
        return byPlugin;
    }

    /** The server itself has no extensions. */
    @Override
    public Map<String, Set<String>> readClasspathStorages() {
        return Map.of();
    }

    private static Set<String> read(ClassLoader loader) {
        Set<String> extensions = new LinkedHashSet<>();
        try {
            String resource = IndexedExtensionFinder.EXTENSIONS_RESOURCE;
            for (URL index : Collections.list(loader.getResources(resource))) {
                URLConnection connection = index.openConnection();
                connection.setUseCaches(false); // the JDK would keep the jar open for ever
                try (Reader reader =
                        new InputStreamReader(
                                connection.getInputStream(), StandardCharsets.UTF_8)) {
                    IndexedExtensionStorage.read(reader, extensions);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return extensions;
    }
}
