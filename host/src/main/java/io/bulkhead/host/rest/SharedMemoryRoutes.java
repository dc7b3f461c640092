package io.bulkhead.host.rest;

import java.util.Optional;

/** The paths of the shared memory extensions, behind {@code /v2/}. */
final class SharedMemoryRoutes {
    private static final String SYSTEM = "systemsharedmemory";
    private static final String CUDA = "cudasharedmemory";
    private static final String STATUS = "status";
    private static final String REGISTER = "register";
    private static final String UNREGISTER = "unregister";

    private SharedMemoryRoutes() {}

    /** Of all regions. */
    static Optional<Target> ofAll(String kind, String verb) {
        return switch (kind) {
            case SYSTEM ->
                    target(
                            "",
                            verb,
                            Route.SHARED_MEMORY_STATUS,
                            Optional.empty(),
                            Route.SHARED_MEMORY_UNREGISTER);
            case CUDA ->
                    target(
                            "",
                            verb,
                            Route.CUDA_MEMORY_STATUS,
                            Optional.empty(),
                            Route.CUDA_MEMORY_UNREGISTER);
            default -> Optional.empty();
        };
    }

    /** Of one region. */
    static Optional<Target> ofOne(String kind, String region, String verb) {
        return switch (kind) {
            case SYSTEM ->
                    target(
                            region,
                            verb,
                            Route.SHARED_REGION_STATUS,
                            Optional.of(Route.SHARED_REGION_REGISTER),
                            Route.SHARED_REGION_UNREGISTER);
            case CUDA ->
                    target(
                            region,
                            verb,
                            Route.CUDA_REGION_STATUS,
                            Optional.of(Route.CUDA_REGION_REGISTER),
                            Route.CUDA_REGION_UNREGISTER);
            default -> Optional.empty();
        };
    }

    private static Optional<Target> target(
            String region, String verb, Route status, Optional<Route> register, Route unregister) {
        return switch (verb) {
            case STATUS -> Optional.of(new Target(status, region, ""));
            case REGISTER -> register.map(route -> new Target(route, region, ""));
            case UNREGISTER -> Optional.of(new Target(unregister, region, ""));
            default -> Optional.empty();
        };
    }
}
