package io.bulkhead.host.plugin;

import io.bulkhead.host.environment.JarContents;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.pf4j.AbstractExtensionFinder;
import org.pf4j.PluginManager;
import org.pf4j.PluginWrapper;

/**
 * The extensions that a plugin's jars have, all of them. PF4J's own finder reads the index that the
 * loader finds first, and a library that was compiled with PF4J's annotation processor has an empty
 * one: it would hide the plugin's. And a jar that has none can have extensions all the same.
 */
final class ExtensionIndexes extends AbstractExtensionFinder {
    private final Supplier<List<JarContents>> jars;

    /**
     * @param jars of the one plugin there is; asked for when they are needed
     */
    ExtensionIndexes(PluginManager plugins, Supplier<List<JarContents>> jars) {
        super(plugins);
        this.jars = jars;
    }

    @Override
    public Map<String, Set<String>> readPluginsStorages() {
        Set<String> extensions = new LinkedHashSet<>();
        jars.get().forEach(jar -> extensions.addAll(jar.extensions()));
        Map<String, Set<String>> byPlugin = new LinkedHashMap<>();
        for (PluginWrapper plugin : pluginManager.getPlugins()) {
            byPlugin.put(plugin.getPluginId(), extensions);
        }
        return byPlugin;
    }

    /** The server itself has no extensions. */
    @Override
    public Map<String, Set<String>> readClasspathStorages() {
        return Map.of();
    }
}
