package io.bulkhead.host.plugin;

import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.error.ServingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Looks for a well-known artefact in a folder without settings.
 *
 * @param folder to look in
 */
record ArtifactSearch(Path folder) {
    /** The first that one of the plugin's runtimes recognises. */
    Optional<PluginCatalog.Recognised> in(Description plugin) {
        if (!plugin.acquire()) {
            return Optional.empty(); // replaced this moment; the next look sees its successor
        }
        try {
            return plugin.runtimes().entrySet().stream()
                    .flatMap(entry -> recognised(entry).stream())
                    .findFirst();
        } finally {
            plugin.release();
        }
    }

    private Optional<PluginCatalog.Recognised> recognised(
            Map.Entry<RuntimeSource, RuntimeFactory> runtime) {
        RuntimeSource source = runtime.getKey();
        for (String name : source.artifacts()) {
            Path artifact = folder.resolve(name);
            if (Files.exists(artifact) && recognises(runtime.getValue(), source, artifact)) {
                return Optional.of(new PluginCatalog.Recognised(source, artifact));
            }
        }
        return Optional.empty();
    }

    private static boolean recognises(RuntimeFactory factory, RuntimeSource source, Path file) {
        try {
            return PluginCall.with(
                    factory.getClass().getClassLoader(),
                    source.name(),
                    "recognises",
                    () -> factory.recognises(file));
        } catch (ServingException e) {
            // Logged by PluginCall; a runtime that cannot tell does not get the folder.
            return false;
        }
    }
}
