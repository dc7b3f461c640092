package io.bulkhead.host.plugin;

import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.environment.Environment;
import io.bulkhead.host.plugin.release.LoaderWatch;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a plugin has told of itself, and the plugin, kept open to be asked more. It is closed when
 * it was retired and the last one who asks is done.
 */
final class Description {
    private final Optional<OpenPlugin> plugin;
    private final Map<RuntimeSource, RuntimeFactory> runtimes;
    private final String fault;
    private int users = 1;

    private Description(
            Optional<OpenPlugin> plugin,
            Map<RuntimeSource, RuntimeFactory> runtimes,
            String fault) {
        this.plugin = plugin;
        this.runtimes = runtimes;
        this.fault = fault;
    }

    /** Calls into the plugin. */
    static Description of(Environment environment, LoaderWatch watch) {
        try {
            OpenPlugin plugin = OpenPlugin.toDescribe(environment, watch);
            try {
                return new Description(Optional.of(plugin), runtimes(environment, plugin), "");
            } catch (RuntimeException | Error e) {
                plugin.close();
                throw e;
            }
        } catch (ServingException e) {
            return failed(e.reason());
        }
    }

    static Description failed(String fault) {
        return new Description(Optional.empty(), Map.of(), fault);
    }

    private static Map<RuntimeSource, RuntimeFactory> runtimes(
            Environment environment, OpenPlugin plugin) {
        Map<RuntimeSource, RuntimeFactory> runtimes = new LinkedHashMap<>();
        for (RuntimeFactory factory : plugin.factories()) {
            runtimes.put(
                    PluginCall.with(
                            plugin.loader(),
                            environment.label(),
                            "its description",
                            () -> RuntimeSource.of(environment, factory)),
                    factory);
        }
        return runtimes;
    }

    /** The runtimes that it offers, with what makes them; none if it cannot be used. */
    Map<RuntimeSource, RuntimeFactory> runtimes() {
        return runtimes;
    }

    /** Why it cannot be used; empty if it can. */
    String fault() {
        return fault;
    }

    /** Keeps it open; false if it is closed. */
    synchronized boolean acquire() {
        if (users == 0) {
            return false;
        }
        users++;
        return true;
    }

    /** Lets it go, by whoever has acquired it or by its owner. */
    void release() {
        boolean last;
        synchronized (this) {
            last = --users == 0;
        }
        if (last) {
            plugin.ifPresent(OpenPlugin::close);
        }
    }
}
