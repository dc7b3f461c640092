package io.bulkhead.host.model;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Whether the server may say that it is ready: the start-up is over, and every model that it
 * declared is loaded, unless that is not asked for ({@code strict_readiness}). A model that is
 * loaded or unloaded later does not take readiness away. Thread-safe.
 */
public final class Readiness {
    private final boolean strict;
    private final Set<String> missing = new HashSet<>();
    private volatile boolean started;
    private volatile boolean ready;

    /**
     * @param strict whether a start-up model that failed keeps the server from being ready
     */
    public Readiness(boolean strict) {
        this.strict = strict;
    }

    /** Names of models that the start-up is going to load. */
    public synchronized void declare(Collection<String> models) {
        missing.addAll(models);
        update();
    }

    /** The start-up is over, whatever came of it. */
    public synchronized void started() {
        started = true;
        update();
    }

    /** Whether the start-up is over: until then, a model without a state is one to come. */
    public boolean hasStarted() {
        return started;
    }

    /** This name is served, or is not wanted any more. */
    public synchronized void settled(String model) {
        missing.remove(model);
        update();
    }

    private void update() {
        ready = started && (!strict || missing.isEmpty());
    }

    /** Whether the server is ready. */
    public boolean isReady() {
        return ready;
    }
}
