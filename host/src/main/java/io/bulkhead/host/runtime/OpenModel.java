package io.bulkhead.host.runtime;

import io.bulkhead.api.Concurrency;
import io.bulkhead.api.Model;
import io.bulkhead.api.ModelMetrics;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.codec.content.ContentCodecs;
import io.bulkhead.host.config.SchedulePolicy;
import io.bulkhead.host.plugin.LoadFault;
import io.bulkhead.host.plugin.ModelPlugins;
import io.bulkhead.host.plugin.OpenPlugin;
import io.bulkhead.host.plugin.PluginCall;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model, the class loader that it lives behind, and all that it was lent. Whoever opens it closes
 * it.
 */
final class OpenModel implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenModel.class);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

    private final String name;
    private final OpenPlugin plugin;
    private final ModelThreads lentThreads;
    private final LentContext context;
    private final Model model;

    private OpenModel(
            String name,
            OpenPlugin plugin,
            ModelThreads lentThreads,
            LentContext context,
            Model model) {
        this.name = name;
        this.plugin = plugin;
        this.lentThreads = lentThreads;
        this.context = context;
        this.model = model;
    }

    /**
     * Loads a model.
     *
     * @param name in messages and of its threads
     * @param loading is told while it loads
     * @param metadata is told what the model says of itself later
     * @param codecs makes what the model is lent of the content types that its settings tell
     * @throws io.bulkhead.host.plugin.NativeClashException if its natives need another process
     * @throws ServingException if it cannot be loaded; nothing is left open then
     */
    static OpenModel open(
            InstanceSpec spec,
            String name,
            ModelPlugins plugins,
            ModelMetrics metrics,
            LoadProgress loading,
            ToldMetadata metadata,
            UnaryOperator<Codecs> codecs) {
        OpenPlugin plugin = plugins.open(spec.environment(), spec.definition().id());
        ModelThreads threads =
                new ModelThreads(
                        name + "-own",
                        Concurrency.unlimited(),
                        SchedulePolicy.standard(),
                        plugin.loader());
        LentContext context = null;
        try {
            ContentCodecs content =
                    new ContentCodecs(
                            spec.definition().settings(),
                            plugin.inputCodecs(),
                            plugin.requestCodecs());
            context =
                    new LentContext(
                            spec,
                            threads,
                            codecs.apply(content),
                            metrics,
                            metadata,
                            new Delegates(spec, name, plugins, metrics, loading),
                            loading);
            return new OpenModel(
                    name, plugin, threads, context, model(spec, name, plugin, context));
        } catch (RuntimeException | Error e) {
            threads.close();
            if (context != null) {
                context.close();
            }
            plugin.close();
            throw e;
        }
    }

    private static Model model(
            InstanceSpec spec, String name, OpenPlugin plugin, LentContext context) {
        RuntimeFactory factory = plugin.factory(spec.runtime());
        Model model =
                LoadFault.explain(
                        spec.environment(),
                        () ->
                                PluginCall.with(
                                        plugin.loader(),
                                        name,
                                        "load",
                                        () -> factory.create(context)));
        if (model == null) {
            throw ServingException.loadFailed(
                    "runtime '" + spec.runtime() + "' made no model", null);
        }
        return new HeadedModel(model);
    }

    Model model() {
        return model;
    }

    ClassLoader loader() {
        return plugin.loader();
    }

    /** What it is made of, for logs. */
    String label() {
        return plugin.environment().label();
    }

    /** Calls into the model. */
    <T> T call(String what, Supplier<T> call) {
        return PluginCall.with(plugin.loader(), name, what, call);
    }

    /** As {@link #call}, for what returns nothing. */
    void run(String what, Runnable call) {
        PluginCall.run(plugin.loader(), name, what, call);
    }

    /**
     * Closes all on a thread of its own, as the model's own code has a part in it: if that does not
     * come to an end, what it uses is left to it, and the caller goes on. Never throws.
     */
    @Override
    public void close() {
        Thread closing = new Thread(this::closeModelAndItsLoader, "model-" + name + "-close");
        closing.setDaemon(true);
        closing.start();
        try {
            if (!ends(closing)) {
                closing.interrupt();
                if (!ends(closing)) {
                    LOG.warn(
                            "Model {} does not come to an end in close(); what it holds stays"
                                    + " until it does",
                            name);
                }
            }
        } catch (InterruptedException e) {
            closing.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private static boolean ends(Thread thread) throws InterruptedException {
        thread.join(CLOSE_WAIT.toMillis());
        return !thread.isAlive();
    }

    private void closeModelAndItsLoader() {
        try {
            PluginCall.run(plugin.loader(), name, "close", model::close);
        } catch (ServingException e) {
            LOG.warn("Model {} failed to close: {}", name, e.reason());
        }
        lentThreads.close();
        context.close();
        plugin.close();
    }
}
