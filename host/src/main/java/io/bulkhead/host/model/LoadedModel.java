package io.bulkhead.host.model;

import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.host.config.ModelDefinition;
import io.bulkhead.host.runtime.InstanceSpec;
import io.bulkhead.host.runtime.ModelInstance;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model that answers, and the count of those who use it. Once retired it takes no new users, and
 * when the last one is gone {@link #drained} completes; whoever retired it then closes it.
 *
 * <p>Owns the instance and what it holds while it lives. Thread-safe; taking and giving back a
 * lease is one atomic step each.
 */
public final class LoadedModel implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LoadedModel.class);
    private static final long RETIRED = 1L << 62;

    private final InstanceSpec spec;
    private final ModelInstance instance;
    private final AutoCloseable held;
    private final String fingerprint;
    private final Instant loaded = Instant.now();
    private final AtomicLong users = new AtomicLong();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();

    /**
     * @param spec what the instance was made of
     * @param fingerprint equal for equal settings, artefact and plugin: nothing to load anew
     */
    public LoadedModel(InstanceSpec spec, ModelInstance instance, String fingerprint) {
        this(spec, instance, () -> {}, fingerprint);
    }

    /**
     * @param spec what the instance was made of
     * @param held what the instance needs as long as it lives; closed after it
     * @param fingerprint equal for equal settings, artefact and plugin: nothing to load anew
     */
    public LoadedModel(
            InstanceSpec spec, ModelInstance instance, AutoCloseable held, String fingerprint) {
        this.spec = spec;
        this.instance = instance;
        this.held = held;
        this.fingerprint = fingerprint;
    }

    /** Name and version. */
    public ModelId id() {
        return spec.definition().id();
    }

    /** As its folder declares it. */
    public ModelDefinition definition() {
        return spec.definition();
    }

    /** What it was made of. */
    public InstanceSpec spec() {
        return spec;
    }

    /** Who answers; only for holders of a lease. */
    public ModelInstance instance() {
        return instance;
    }

    /** Tells whether loading it again would give the same. */
    public String fingerprint() {
        return fingerprint;
    }

    /** Since when it is there. */
    public Instant loaded() {
        return loaded;
    }

    /** Takes a lease. False if the model is retired; then there is nothing to give back. */
    public boolean acquire() {
        if (users.incrementAndGet() < RETIRED) {
            return true;
        }
        release();
        return false;
    }

    /** How many leases are out: requests that are not answered yet. */
    public long leases() {
        return users.get() % RETIRED;
    }

    /** Gives a lease back. */
    public void release() {
        if (users.decrementAndGet() == RETIRED) {
            drained.complete(null);
        }
    }

    /** Takes no new users from now on. */
    public void retire() {
        if (users.getAndUpdate(count -> count >= RETIRED ? count : count + RETIRED) == 0) {
            drained.complete(null);
        }
    }

    /** Completes when the model is retired and nobody uses it any more. */
    public CompletableFuture<Void> drained() {
        return drained;
    }

    @Override
    public void close() {
        try {
            instance.close();
        } finally {
            release(held);
        }
    }

    private void release(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) { // the model is gone all the same
            LOG.warn("What model '{}' held cannot be given back", id(), e);
        }
    }
}
