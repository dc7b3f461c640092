package io.bulkhead.host.grpc;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.controlplane.ControlPlane;
import io.bulkhead.host.controlplane.IndexEntry;
import io.bulkhead.host.model.ModelState;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListSet;

/** One model, {@code alpha}, on disk. */
final class FakeControlPlane implements ControlPlane {
    private final Set<String> loaded = new ConcurrentSkipListSet<>();
    volatile String indexThread = "";

    @Override
    public List<IndexEntry> index(boolean readyOnly) {
        indexThread = Thread.currentThread().getName();
        boolean ready = loaded.contains("alpha");
        if (readyOnly && !ready) {
            return List.of();
        }
        ModelState state = ready ? ModelState.READY : ModelState.UNAVAILABLE;
        return List.of(new IndexEntry("alpha", "0.4", state, ready ? "" : "not loaded"));
    }

    @Override
    public CompletionStage<Void> load(String model) {
        if (model.equals("broken")) {
            return failed(ErrorCode.MODEL_LOAD_FAILED, "the artefact is empty");
        }
        loaded.add(model);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> unload(String model) {
        return loaded.remove(model)
                ? CompletableFuture.completedFuture(null)
                : failed(ErrorCode.MODEL_NOT_FOUND, "Model " + model + " not found");
    }

    private static CompletionStage<Void> failed(ErrorCode code, String message) {
        return CompletableFuture.failedFuture(new ServingException(code, message));
    }
}
