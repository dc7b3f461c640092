package io.bulkhead.host.dataplane;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.route.ModelRoute;
import io.bulkhead.host.model.LoadedModel;
import io.bulkhead.host.model.ModelRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which model answers at a path that is none of the server's. Nothing is kept: a model that is
 * unloaded takes its endpoints along.
 */
final class ModelRoutes {
    private final ModelRegistry registry;
    private final Optional<String> rootModel;

    /**
     * @param rootModel {@code root_model}: whose endpoints lie on the root if several models have
     *     the same
     */
    ModelRoutes(ModelRegistry registry, Optional<String> rootModel) {
        this.registry = registry;
        this.rootModel = rootModel;
    }

    /** The endpoint under a model's own path; empty if the model has none there. */
    Optional<RouteTarget> ofModel(String model, String version, String path) {
        return target(registry.find(model, version), version, path);
    }

    /**
     * The endpoint on the root.
     *
     * @throws ServingException {@code INVALID_ARGUMENT} if it is one of several models', and
     *     nothing says of which
     */
    Optional<RouteTarget> onRoot(String path) {
        List<LoadedModel> owners = owners(path);
        if (owners.isEmpty()) {
            return Optional.empty();
        }
        return target(chosen(owners, path).orElseThrow(() -> ambiguous(owners, path)), "", path);
    }

    /** All that lies on the root and is clear. */
    List<RouteTarget> allOnRoot() {
        TreeSet<String> paths = new TreeSet<>();
        registry.all().forEach(m -> m.instance().routes().forEach(r -> paths.add(r.path())));
        return paths.stream()
                .flatMap(
                        path ->
                                chosen(owners(path), path)
                                        .flatMap(model -> target(model, "", path))
                                        .stream())
                .toList();
    }

    /** The default versions that have an endpoint at this path, by name. */
    private List<LoadedModel> owners(String path) {
        Map<String, LoadedModel> owners = new TreeMap<>();
        for (LoadedModel model : registry.all()) {
            String name = model.id().name();
            registry.defaultVersion(name)
                    .filter(served -> !methods(served, path).isEmpty())
                    .ifPresent(served -> owners.put(name, served));
        }
        return List.copyOf(owners.values());
    }

    private Optional<LoadedModel> chosen(List<LoadedModel> owners, String path) {
        if (owners.size() <= 1 || owners.stream().allMatch(model -> holdsForAll(model, path))) {
            return owners.stream().findFirst();
        }
        return owners.stream()
                .filter(model -> rootModel.filter(model.id().name()::equals).isPresent())
                .findFirst();
    }

    private static ServingException ambiguous(List<LoadedModel> owners, String path) {
        List<String> names = owners.stream().map(model -> model.id().name()).toList();
        return new ServingException(
                ErrorCode.INVALID_ARGUMENT,
                "models '"
                        + String.join("', '", names)
                        + "' have an endpoint "
                        + path
                        + ": ask one of them under /v2/models/{model}"
                        + path
                        + ", or name one in the setting 'root_model'");
    }

    private static boolean holdsForAll(LoadedModel model, String path) {
        return model.instance().routes().stream()
                .filter(route -> route.path().equals(path))
                .allMatch(route -> route.purpose() == ModelRoute.Purpose.RUNTIME);
    }

    private static List<String> methods(LoadedModel model, String path) {
        return model.instance().routes().stream()
                .filter(route -> route.path().equals(path))
                .map(ModelRoute::method)
                .toList();
    }

    /** All endpoints of a model. */
    List<RouteTarget> all(String model, String version) {
        LoadedModel loaded = registry.find(model, version);
        return loaded.instance().routes().stream()
                .map(ModelRoute::path)
                .distinct()
                .sorted()
                .flatMap(path -> target(loaded, version, path).stream())
                .toList();
    }

    private static Optional<RouteTarget> target(LoadedModel model, String version, String path) {
        List<String> methods = methods(model, path);
        return methods.isEmpty()
                ? Optional.empty()
                : Optional.of(new RouteTarget(model.id().name(), version, path, methods));
    }

    /** The route of a model that is leased; it may be another than the target was found at. */
    static ModelRoute require(LoadedModel model, RouteTarget target, String method) {
        return model.instance().routes().stream()
                .filter(r -> r.path().equals(target.path()) && r.method().equals(method))
                .findFirst()
                .orElseThrow(
                        () -> new ServingException(ErrorCode.NOT_FOUND, "Not Found: no such path"));
    }
}
