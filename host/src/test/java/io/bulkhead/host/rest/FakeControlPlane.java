package io.bulkhead.host.rest;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.controlplane.ControlPlane;
import io.bulkhead.host.controlplane.IndexEntry;
import io.bulkhead.host.model.ModelState;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A repository of two models, of which one is ready. */
final class FakeControlPlane implements ControlPlane {
    volatile String lastCall = "";

    @Override
    public List<IndexEntry> index(boolean readyOnly) {
        IndexEntry ready = new IndexEntry("a", "", ModelState.READY, "");
        IndexEntry other = new IndexEntry("b", "1", ModelState.UNAVAILABLE, "");
        return readyOnly ? List.of(ready) : List.of(ready, other);
    }

    @Override
    public CompletionStage<Void> load(String model) {
        return call("load " + model);
    }

    @Override
    public CompletionStage<Void> unload(String model) {
        return call("unload " + model);
    }

    private CompletionStage<Void> call(String call) {
        lastCall = call;
        return call.endsWith("nope")
                ? CompletableFuture.failedFuture(
                        new ServingException(ErrorCode.MODEL_NOT_FOUND, "Model nope not found"))
                : CompletableFuture.runAsync(() -> {});
    }
}
