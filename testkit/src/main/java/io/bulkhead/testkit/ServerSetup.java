package io.bulkhead.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a server of a test serves, and how. Immutable; each {@code with} gives a copy. */
public final class ServerSetup {
    private final Path models;
    private final List<PluginSource> plugins;
    private final Map<String, String> settings;

    private ServerSetup(Path models, List<PluginSource> plugins, Map<String, String> settings) {
        this.models = models;
        this.plugins = List.copyOf(plugins);
        this.settings = Map.copyOf(settings);
    }

    /**
     * A server on free ports of this machine's loopback address, without plugins but those that lie
     * beside the models.
     *
     * @param models a folder of models, or the folder of one; only read
     */
    public static ServerSetup on(Path models) {
        return new ServerSetup(models, List.of(), Map.of());
    }

    /**
     * With a plugin as it is packed.
     *
     * @param file a jar, a zip, or a folder that one was unpacked to
     */
    public ServerSetup withPlugin(Path file) {
        return with(PluginSource.packed(file));
    }

    /**
     * With a plugin of what is compiled so far: all that lies where this class does, and jars. For
     * tests that run before anything is packed.
     *
     * @param ofLibraries one class of each jar that the runtime needs at run time
     */
    public ServerSetup withRuntime(Class<?> runtime, Class<?>... ofLibraries) {
        return with(PluginSource.compiled(runtime, ofLibraries));
    }

    ServerSetup with(PluginSource plugin) {
        List<PluginSource> more = new ArrayList<>(plugins);
        more.add(plugin);
        return new ServerSetup(models, more, settings);
    }

    /**
     * With a setting of the server.
     *
     * @param name as in {@code settings.json}, e.g. {@code parallel_workers}
     */
    public ServerSetup withSetting(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(settings);
        more.put(name, value);
        return new ServerSetup(models, plugins, more);
    }

    /**
     * Starts the server; returns when its models are loaded or have failed.
     *
     * @return to be closed by the caller
     * @throws io.bulkhead.host.config.SettingsException if a setting is wrong
     * @throws UncheckedIOException if a plugin is not there, or no port is free
     */
    public RunningServer start() {
        try {
            return RunningServer.of(models, plugins, settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An extension of JUnit that starts it before the tests of a class, and closes it after. */
    public ServerExtension extension() {
        return new ServerExtension(this);
    }
}
