package io.bulkhead.host.plugin;

import io.bulkhead.host.environment.Environment;
import java.nio.file.Path;
import java.util.List;
import org.pf4j.DefaultPluginDescriptor;
import org.pf4j.DefaultPluginManager;
import org.pf4j.ExtensionFinder;
import org.pf4j.Plugin;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginLoader;
import org.pf4j.PluginRepository;

/**
 * PF4J for exactly one environment behind one class loader. PF4J keeps one plugin per id and
 * manager; with a manager of its own each model can have the same plugin once more, and managers,
 * which are not thread-safe, are never shared.
 */
final class IsolatedPluginManager extends DefaultPluginManager {
    private final Environment environment;
    private final ClassLoader loader;

    IsolatedPluginManager(Environment environment, ClassLoader loader) {
        super(List.<Path>of());
        this.environment = environment;
        this.loader = loader;
    }

    /** Loads and starts the plugin; its id. */
    String start() {
        String id = loadPlugin(environment.jars().get(0).path());
        startPlugin(id);
        return id;
    }

    // The four below are called by the constructor of the superclass, so what they return looks
    // at the fields only later.

    @Override
    protected PluginRepository createPluginRepository() {
        return new PluginRepository() {
            @Override
            public List<Path> getPluginPaths() {
                return List.of();
            }

            @Override
            public boolean deletePluginPath(Path pluginPath) {
                return false;
            }
        };
    }

    @Override
    protected PluginDescriptorFinder createPluginDescriptorFinder() {
        return new PluginDescriptorFinder() {
            @Override
            public boolean isApplicable(Path pluginPath) {
                return true;
            }

            @Override
            public PluginDescriptor find(Path pluginPath) {
                return new DefaultPluginDescriptor(
                        environment.id(),
                        "",
                        Plugin.class.getName(),
                        environment.version().isEmpty() ? "0.0.0" : environment.version(),
                        "*",
                        "",
                        "");
            }
        };
    }

    @Override
    protected ExtensionFinder createExtensionFinder() {
        ExtensionIndexes indexes = new ExtensionIndexes(this, () -> environment.jars());
        addPluginStateListener(indexes);
        return indexes;
    }

    @Override
    protected PluginLoader createPluginLoader() {
        return new PluginLoader() {
            @Override
            public boolean isApplicable(Path pluginPath) {
                return true;
            }

            @Override
            public ClassLoader loadPlugin(Path pluginPath, PluginDescriptor descriptor) {
                return loader;
            }
        };
    }
}
