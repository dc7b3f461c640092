package io.bulkhead.host.runtime.process.child;

import io.bulkhead.api.ModelMetrics;
import io.bulkhead.host.runtime.process.ChildMessage;

/** A model's metrics, told to the parent, which counts them with those of all others. */
final class ChildMetrics implements ModelMetrics {
    private final ParentLink parent;

    ChildMetrics(ParentLink parent) {
        this.parent = parent;
    }

    @Override
    public void register(String name, String description) {
        parent.tell(new ChildMessage.MetricRegistered(name, description));
    }

    @Override
    public void log(String name, double value) {
        parent.tell(new ChildMessage.MetricLogged(name, value));
    }
}
