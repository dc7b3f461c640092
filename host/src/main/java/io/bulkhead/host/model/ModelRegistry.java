package io.bulkhead.host.model;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.metadata.ModelId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The models that are loaded, and the state of those that are not. Looking one up takes no lock.
 * Does not own the models: who puts one in takes it out and closes it.
 */
public final class ModelRegistry {
    private final Map<String, ServedModel> served = new ConcurrentHashMap<>();
    private final Map<ModelId, ModelStatus> statuses = new ConcurrentHashMap<>();

    /**
     * A loaded model with a lease taken; the caller releases it.
     *
     * @param version empty for the default
     * @throws ServingException {@code MODEL_NOT_FOUND}, or {@code MODEL_NOT_READY} while loading
     */
    public LoadedModel lease(String name, String version) {
        // A model that is retired between the look-up and the lease has a successor, or is gone.
        for (int i = 0; i < 100; i++) {
            LoadedModel model = find(name, version);
            if (model.acquire()) {
                return model;
            }
            Thread.onSpinWait();
        }
        throw notFound(name, version);
    }

    /** As {@link #lease}, but without a lease: for what can be read off a model at any time. */
    public LoadedModel find(String name, String version) {
        ServedModel model = served.get(name);
        if (model != null) {
            Optional<LoadedModel> found = model.version(version);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw isLoading(name, version) ? notReady(name) : notFound(name, version);
    }

    private boolean isLoading(String name, String version) {
        return statuses.entrySet().stream()
                .anyMatch(
                        entry ->
                                entry.getValue().state() == ModelState.LOADING
                                        && entry.getKey().name().equals(name)
                                        && (version.isEmpty()
                                                || entry.getKey().version().equals(version)));
    }

    private static ServingException notReady(String name) {
        return new ServingException(
                ErrorCode.MODEL_NOT_READY, "Model " + name + " is not ready yet.");
    }

    private static ServingException notFound(String name, String version) {
        return new ServingException(
                ErrorCode.MODEL_NOT_FOUND,
                "Model "
                        + name
                        + (version.isEmpty() ? "" : " with version " + version)
                        + " not found");
    }

    /**
     * Serves a model from now on.
     *
     * @return the one that it replaces
     */
    public Optional<LoadedModel> put(LoadedModel model) {
        List<LoadedModel> replaced = new ArrayList<>(1);
        served.compute(
                model.id().name(),
                (name, before) -> {
                    List<LoadedModel> versions = new ArrayList<>();
                    if (before != null) {
                        before.version(model.id().version())
                                .filter(m -> m.id().equals(model.id()))
                                .ifPresent(replaced::add);
                        versions.addAll(before.versions());
                        versions.removeAll(replaced);
                    }
                    versions.add(model);
                    return ServedModel.of(versions).orElseThrow();
                });
        statuses.put(model.id(), ModelStatus.of(ModelState.READY));
        return replaced.stream().findFirst();
    }

    /** Serves a model no longer. */
    public void remove(LoadedModel model) {
        served.computeIfPresent(
                model.id().name(),
                (name, before) -> {
                    List<LoadedModel> versions = new ArrayList<>(before.versions());
                    versions.remove(model);
                    return ServedModel.of(versions).orElse(null);
                });
    }

    /** The loaded versions of a name; none if it is not served. */
    public List<LoadedModel> versions(String name) {
        ServedModel model = served.get(name);
        return model == null ? List.of() : List.copyOf(model.versions());
    }

    /** The one that answers requests which name no version; empty if the name is not served. */
    public Optional<LoadedModel> defaultVersion(String name) {
        return Optional.ofNullable(served.get(name)).map(ServedModel::defaultVersion);
    }

    /** Whether a request for this name and version, which may be empty, would find a model. */
    public boolean serves(String name, String version) {
        ServedModel model = served.get(name);
        return model != null && model.version(version).isPresent();
    }

    /** All loaded models. */
    public List<LoadedModel> all() {
        return served.values().stream().flatMap(model -> model.versions().stream()).toList();
    }

    /** Notes the state of a model. */
    public void status(ModelId id, ModelStatus status) {
        statuses.put(id, status);
    }

    /** The state of a model; UNKNOWN is told apart by the caller. */
    public Optional<ModelStatus> status(ModelId id) {
        return Optional.ofNullable(statuses.get(id));
    }

    /** Whether some model is being loaded. */
    public boolean anyLoading() {
        return statuses.values().stream().anyMatch(s -> s.state() == ModelState.LOADING);
    }
}
