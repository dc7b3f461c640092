package io.bulkhead.host.grpc;

import static io.bulkhead.protocol.repository.ModelRepositoryServiceGrpc.getRepositoryIndexMethod;
import static io.bulkhead.protocol.repository.ModelRepositoryServiceGrpc.getRepositoryModelLoadMethod;
import static io.bulkhead.protocol.repository.ModelRepositoryServiceGrpc.getRepositoryModelUnloadMethod;

import io.bulkhead.host.controlplane.ControlPlane;
import io.bulkhead.host.controlplane.IndexEntry;
import io.bulkhead.protocol.repository.ModelRepositoryServiceGrpc;
import io.bulkhead.protocol.repository.RepositoryIndexRequest;
import io.bulkhead.protocol.repository.RepositoryIndexResponse;
import io.bulkhead.protocol.repository.RepositoryIndexResponse.ModelIndex;
import io.bulkhead.protocol.repository.RepositoryModelLoadRequest;
import io.bulkhead.protocol.repository.RepositoryModelLoadResponse;
import io.bulkhead.protocol.repository.RepositoryModelUnloadRequest;
import io.bulkhead.protocol.repository.RepositoryModelUnloadResponse;
import io.grpc.ServerServiceDefinition;
import java.util.concurrent.Executor;

/**
 * {@code inference.model_repository.ModelRepositoryService}: where the repository's verbs were
 * before they moved, which MLServer still serves. The same verbs, but messages of its own.
 */
final class OldRepositoryGrpcService {
    private final ControlPlane controlPlane;
    private final Executor disk;

    /**
     * @param disk for the index, which reads the disk
     */
    OldRepositoryGrpcService(ControlPlane controlPlane, Executor disk) {
        this.controlPlane = controlPlane;
        this.disk = disk;
    }

    ServerServiceDefinition definition() {
        return ServerServiceDefinition.builder(ModelRepositoryServiceGrpc.SERVICE_NAME)
                .addMethod(getRepositoryIndexMethod(), UnaryCalls.on(disk, this::index))
                .addMethod(
                        getRepositoryModelLoadMethod(),
                        UnaryCalls.later(
                                (RepositoryModelLoadRequest request) ->
                                        controlPlane.load(request.getModelName()),
                                done -> RepositoryModelLoadResponse.getDefaultInstance()))
                .addMethod(
                        getRepositoryModelUnloadMethod(),
                        UnaryCalls.later(
                                (RepositoryModelUnloadRequest request) ->
                                        controlPlane.unload(request.getModelName()),
                                done -> RepositoryModelUnloadResponse.getDefaultInstance()))
                .build();
    }

    private RepositoryIndexResponse index(RepositoryIndexRequest request) {
        RepositoryIndexResponse.Builder response = RepositoryIndexResponse.newBuilder();
        for (IndexEntry entry : controlPlane.index(request.getReady())) {
            response.addModels(
                    ModelIndex.newBuilder()
                            .setName(entry.name())
                            .setVersion(entry.version())
                            .setState(entry.state().name())
                            .setReason(entry.reason()));
        }
        return response.build();
    }
}
