package io.bulkhead.host.grpc;

import static io.bulkhead.protocol.GRPCInferenceServiceGrpc.getRepositoryIndexMethod;
import static io.bulkhead.protocol.GRPCInferenceServiceGrpc.getRepositoryModelLoadMethod;
import static io.bulkhead.protocol.GRPCInferenceServiceGrpc.getRepositoryModelUnloadMethod;

import io.bulkhead.host.controlplane.ControlPlane;
import io.bulkhead.host.controlplane.IndexEntry;
import io.bulkhead.protocol.RepositoryIndexRequest;
import io.bulkhead.protocol.RepositoryIndexResponse;
import io.bulkhead.protocol.RepositoryIndexResponse.ModelIndex;
import io.bulkhead.protocol.RepositoryModelLoadRequest;
import io.bulkhead.protocol.RepositoryModelLoadResponse;
import io.bulkhead.protocol.RepositoryModelUnloadRequest;
import io.bulkhead.protocol.RepositoryModelUnloadResponse;
import io.grpc.ServerServiceDefinition;
import java.util.concurrent.Executor;

/** The model repository extension's verbs of {@code inference.GRPCInferenceService}. */
final class RepositoryGrpcService {
    private final ControlPlane controlPlane;
    private final Executor disk;

    /**
     * @param disk for the index, which reads the disk
     */
    RepositoryGrpcService(ControlPlane controlPlane, Executor disk) {
        this.controlPlane = controlPlane;
        this.disk = disk;
    }

    ServerServiceDefinition.Builder addTo(ServerServiceDefinition.Builder service) {
        return service.addMethod(getRepositoryIndexMethod(), UnaryCalls.on(disk, this::index))
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
                                done -> RepositoryModelUnloadResponse.getDefaultInstance()));
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
