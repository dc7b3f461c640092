package io.bulkhead.host.runtime.process.child;

import io.bulkhead.host.runtime.process.ParentOrder;
import java.util.function.Consumer;

/**
 * Does what the parent orders while the child runs. What a model's code has a part in is done on a
 * thread of its own: the parent does not wait for it, and others' orders must not.
 */
final class ChildWork implements Consumer<ParentOrder> {
    private final ChildModels models;
    private final OrderedLevels levels;

    ChildWork(ChildModels models, OrderedLevels levels) {
        this.models = models;
        this.levels = levels;
    }

    @Override
    public void accept(ParentOrder order) {
        if (order instanceof ParentOrder.Load load) {
            start("load-" + load.model().id(), () -> models.load(load.model()));
        } else if (order instanceof ParentOrder.Unload unload) {
            start("unload-" + unload.number(), () -> models.unload(unload.number()));
        } else if (order instanceof ParentOrder.Levels wanted) {
            levels.set(wanted.levels());
        }
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }
}
