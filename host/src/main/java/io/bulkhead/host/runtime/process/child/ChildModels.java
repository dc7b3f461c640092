package io.bulkhead.host.runtime.process.child;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.host.plugin.ModelPlugins;
import io.bulkhead.host.plugin.NativeClashException;
import io.bulkhead.host.plugin.NativeLayers;
import io.bulkhead.host.plugin.release.LoaderWatch;
import io.bulkhead.host.runtime.CallWatch;
import io.bulkhead.host.runtime.InProcessInstance;
import io.bulkhead.host.runtime.ModelInstance;
import io.bulkhead.host.runtime.ToldMetadata;
import io.bulkhead.host.runtime.process.ChildMessage;
import io.bulkhead.host.runtime.process.ChildModel;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models of a child, each behind a class loader of its own as in the host. The parent is told
 * what becomes of each. Thread-safe; owns the models.
 */
final class ChildModels implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChildModels.class);

    private final ParentLink parent;
    private final CallWatch watch;
    private final ModelPlugins plugins;
    private final Map<ModelId, LoadedCopy> copies = new ConcurrentHashMap<>();
    private final Set<Integer> loading = new HashSet<>(); // guarded by this

    /** A model that answers. */
    record LoadedCopy(ChildModel model, ModelInstance instance, StageReport stages) {}

    /**
     * @param released is told of the class loaders of models that are closed
     */
    ChildModels(ParentLink parent, CallWatch watch, LoaderWatch released) {
        this.parent = parent;
        this.watch = watch;
        this.plugins = new ModelPlugins(new NativeLayers(), released);
    }

    /** Loads a model; returns when it is ready or cannot be. */
    void load(ChildModel model) {
        synchronized (this) {
            loading.add(model.number());
        }
        try {
            keep(model, open(model));
        } catch (ServingException e) {
            LOG.error("The model cannot be loaded: {}", e.reason(), e);
            fail(model, e.code(), e.reason());
        } catch (NativeClashException e) {
            LOG.error("The model cannot be loaded: {}", e.reason());
            fail(model, ErrorCode.MODEL_LOAD_FAILED, withoutPool(e.reason()));
        } catch (RuntimeException | LinkageError e) {
            LOG.error("The model cannot be loaded", e);
            fail(model, ErrorCode.MODEL_LOAD_FAILED, "the model's process cannot serve it");
        }
    }

    private static String withoutPool(String clash) {
        return clash + "; give it child JVMs of its own or another inference_pool_gid";
    }

    private ModelInstance open(ChildModel model) {
        int number = model.number();
        return InProcessInstance.load(
                model.instance(),
                plugins,
                new ChildMetrics(number, parent),
                progress -> parent.tell(new ChildMessage.Loading(number)),
                new ToldMetadata(() -> parent.tell(new ChildMessage.Described(number))),
                watch);
    }

    private void keep(ChildModel model, ModelInstance instance) {
        boolean wanted;
        synchronized (this) {
            wanted = loading.remove(model.number());
            if (wanted) {
                StageReport stages = new StageReport(model.number(), instance.statistics(), parent);
                copies.put(model.address(), new LoadedCopy(model, instance, stages));
            }
        }
        if (wanted) {
            parent.tell(new ChildMessage.Ready(model.number(), routes(instance)));
        } else {
            instance.close();
        }
    }

    private static List<ChildMessage.Route> routes(ModelInstance instance) {
        return instance.routes().stream()
                .map(r -> new ChildMessage.Route(r.method(), r.path(), r.purpose()))
                .toList();
    }

    private void fail(ChildModel model, ErrorCode code, String reason) {
        synchronized (this) {
            loading.remove(model.number());
        }
        parent.tell(new ChildMessage.Failed(model.number(), code, reason));
    }

    /** Closes a model; one that still loads is closed as soon as it is ready. */
    void unload(int number) {
        Optional<LoadedCopy> gone;
        synchronized (this) {
            loading.remove(number);
            gone =
                    copies.values().stream()
                            .filter(copy -> copy.model().number() == number)
                            .findFirst();
            gone.ifPresent(copy -> copies.remove(copy.model().address()));
        }
        gone.ifPresent(copy -> copy.instance().close());
    }

    /** The model that calls name so. */
    @Nullable LoadedCopy find(ModelId address) {
        return copies.get(address);
    }

    Collection<LoadedCopy> all() {
        return List.copyOf(copies.values());
    }

    @Override
    public void close() {
        all().forEach(copy -> copy.instance().close());
    }
}
