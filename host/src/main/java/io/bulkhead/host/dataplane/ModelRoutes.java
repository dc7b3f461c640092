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
import java.util.stream.Collectors;

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
        if (owners.stream().anyMatch(model -> isOpenAi(model, path))) {
            return Optional.of(ofAnyModel(owners, path));
        }
        return target(chosen(owners, path).orElseThrow(() -> ambiguous(owners, path)), "", path);
    }

    private static RouteTarget ofAnyModel(List<LoadedModel> owners, String path) {
        List<String> methods =
                owners.stream()
                        .flatMap(model -> methods(model, path).stream())
                        .distinct()
                        .sorted()
                        .toList();
        return new RouteTarget("", "", path, methods, true);
    }

    /** The endpoint of the model that a request at the root names, or of the only one. */
    RouteTarget named(RouteTarget root, Optional<String> name) {
        String path = root.path();
        if (name.isPresent()) {
            return target(registry.find(name.get(), ""), "", path)
                    .orElseThrow(
                            () ->
                                    ServingException.invalidArgument(
                                            "model '"
                                                    + name.get()
                                                    + "' does not answer at "
                                                    + path));
        }
        List<LoadedModel> owners = owners(path);
        return chosen(owners, path)
                .flatMap(model -> target(model, "", path))
                .orElseThrow(
                        () ->
                                ServingException.invalidArgument(
                                        "the body must name a 'model', one of '"
                                                + names(owners)
                                                + "'"));
    }

    /** The models that answer OpenAI's protocol, by name. */
    List<OpenAiModel> openAiModels() {
        Map<String, OpenAiModel> models = new TreeMap<>();
        for (LoadedModel model : registry.all()) {
            String name = model.id().name();
            registry.defaultVersion(name)
                    .filter(
                            served ->
                                    served.instance().routes().stream()
                                            .anyMatch(ModelRoutes::isOpenAi))
                    .ifPresent(served -> models.put(name, new OpenAiModel(name, served.loaded())));
        }
        return List.copyOf(models.values());
    }

    private static boolean isOpenAi(ModelRoute route) {
        return route.purpose() == ModelRoute.Purpose.OPENAI;
    }

    private static boolean isOpenAi(LoadedModel model, String path) {
        return model.instance().routes().stream()
                .filter(route -> route.path().equals(path))
                .anyMatch(ModelRoutes::isOpenAi);
    }

    private static String names(List<LoadedModel> models) {
        return models.stream().map(model -> model.id().name()).collect(Collectors.joining("', '"));
    }

    /** All that lies on the root and is clear. */
    List<RouteTarget> allOnRoot() {
        TreeSet<String> paths = new TreeSet<>();
        registry.all().forEach(m -> m.instance().routes().forEach(r -> paths.add(r.path())));
        return paths.stream().flatMap(path -> shown(path).stream()).toList();
    }

    private Optional<RouteTarget> shown(String path) {
        List<LoadedModel> owners = owners(path);
        return owners.stream().anyMatch(model -> isOpenAi(model, path))
                ? Optional.of(ofAnyModel(owners, path))
                : chosen(owners, path).flatMap(model -> target(model, "", path));
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
        return new ServingException(
                ErrorCode.INVALID_ARGUMENT,
                "models '"
                        + names(owners)
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
                : Optional.of(
                        new RouteTarget(
                                model.id().name(), version, path, methods, isOpenAi(model, path)));
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
