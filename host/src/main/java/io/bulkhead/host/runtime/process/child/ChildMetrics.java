package io.bulkhead.host.runtime.process.child;

import io.bulkhead.api.ModelMetrics;
import io.bulkhead.host.runtime.process.ChildMessage;

/** A model's metrics, told to the parent, which counts them with those of all others. */
final class ChildMetrics implements ModelMetrics {
    private final int model;
    private final ParentLink parent;

    /**
     * @param model its number
     */
    ChildMetrics(int model, ParentLink parent) {
        this.model = model;
        this.parent = parent;
    }

    @Override
    public void register(String name, String description) {
        parent.tell(new ChildMessage.MetricRegistered(model, name, description));
    }

    @Override
    public void log(String name, double value) {
        parent.tell(new ChildMessage.MetricLogged(model, name, value));
    }
}
