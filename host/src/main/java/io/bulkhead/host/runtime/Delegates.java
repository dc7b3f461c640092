package io.bulkhead.host.runtime;

import io.bulkhead.api.DelegateSettings;
import io.bulkhead.api.Isolation;
import io.bulkhead.api.Model;
import io.bulkhead.api.ModelMetrics;
import io.bulkhead.api.ModelSettings;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.host.config.ModelDefinition;
import io.bulkhead.host.plugin.ModelPlugins;
import io.bulkhead.host.plugin.NativeClashException;
import io.bulkhead.host.plugin.RuntimeSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The models of other runtimes that one model is made of, each behind a class loader of its own.
 * Those that it has not closed itself are closed after it, the last one first. Thread-safe.
 */
final class Delegates implements AutoCloseable {
    private final InstanceSpec asking;
    private final String name;
    private final ModelPlugins plugins;
    private final ModelMetrics metrics;
    private final LoadProgress loading;
    private final Deque<DelegateModel> open = new ArrayDeque<>();
    private boolean closed;

    /**
     * @param name of the asking model, in messages
     */
    Delegates(
            InstanceSpec asking,
            String name,
            ModelPlugins plugins,
            ModelMetrics metrics,
            LoadProgress loading) {
        this.asking = asking;
        this.name = name;
        this.plugins = plugins;
        this.metrics = metrics;
        this.loading = loading;
    }

    /** See {@link io.bulkhead.api.ModelContext#delegate}. */
    Model open(DelegateSettings settings) {
        InstanceSpec spec = spec(settings, runtime(settings.implementation()));
        OpenModel model =
                OpenModel.open(
                        spec,
                        name + ">" + spec.runtime(),
                        plugins,
                        metrics,
                        loading,
                        ToldMetadata.silent(),
                        PlainCodecs::new);
        DelegateModel delegate = new DelegateModel(model);
        synchronized (open) {
            if (!closed) {
                open.push(delegate);
                return delegate;
            }
        }
        delegate.close();
        throw ServingException.loadFailed("model '" + name + "' is being unloaded", null);
    }

    private RuntimeSource runtime(String implementation) {
        RuntimeSource runtime =
                asking.reachable().stream()
                        .filter(source -> source.answersTo(implementation))
                        .findFirst()
                        .orElseThrow(() -> unknown(implementation));
        boolean inServer = asking.definition().isolation().orElse(null) != Isolation.PROCESS;
        if (inServer && runtime.defaultIsolation() == Isolation.PROCESS) {
            throw new NativeClashException(
                    "runtime '" + runtime.name() + "', which it needs, wants a process of its own");
        }
        return runtime;
    }

    private ServingException unknown(String implementation) {
        TreeSet<String> names = new TreeSet<>();
        asking.reachable().forEach(source -> names.add(source.name()));
        return ServingException.loadFailed(
                "it needs runtime '"
                        + implementation
                        + "', which is not installed; there are: "
                        + (names.isEmpty() ? "none" : String.join(", ", names)),
                null);
    }

    /** As the asking model's, but for what it asks. */
    private InstanceSpec spec(DelegateSettings settings, RuntimeSource runtime) {
        ModelDefinition definition = asking.definition();
        Parameters parameters =
                settings.extra().isEmpty()
                        ? Parameters.empty()
                        : Parameters.of("extra", settings.extra().asMap());
        ModelSettings own =
                new ModelSettings(
                        definition.id(),
                        settings.implementation(),
                        "",
                        List.of(),
                        List.of(),
                        parameters);
        ModelDefinition delegated =
                new ModelDefinition(
                        own,
                        definition.versions(),
                        definition.folder(),
                        Optional.of(settings.artifact().toString()),
                        definition.isolation(),
                        definition.workers(),
                        definition.child(),
                        definition.schedule(),
                        definition.origin(),
                        definition.declaration());
        return new InstanceSpec(
                delegated,
                runtime.environment(),
                runtime.name(),
                settings.artifact(),
                asking.reachable());
    }

    @Override
    public void close() {
        Deque<DelegateModel> left;
        synchronized (open) {
            closed = true;
            left = new ArrayDeque<>(open);
            open.clear();
        }
        left.forEach(DelegateModel::close);
    }
}
