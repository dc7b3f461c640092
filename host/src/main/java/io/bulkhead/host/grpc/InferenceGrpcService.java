package io.bulkhead.host.grpc;

import static io.bulkhead.protocol.GRPCInferenceServiceGrpc.getModelInferMethod;
import static io.bulkhead.protocol.GRPCInferenceServiceGrpc.getModelMetadataMethod;
import static io.bulkhead.protocol.GRPCInferenceServiceGrpc.getModelReadyMethod;
import static io.bulkhead.protocol.GRPCInferenceServiceGrpc.getModelStreamInferMethod;
import static io.bulkhead.protocol.GRPCInferenceServiceGrpc.getServerLiveMethod;
import static io.bulkhead.protocol.GRPCInferenceServiceGrpc.getServerMetadataMethod;
import static io.bulkhead.protocol.GRPCInferenceServiceGrpc.getServerReadyMethod;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.codec.proto.Dialect;
import io.bulkhead.codec.proto.InferRequestReader;
import io.bulkhead.codec.proto.InferResponseWriter;
import io.bulkhead.codec.proto.ModelMetadataWriter;
import io.bulkhead.host.dataplane.DataPlane;
import io.bulkhead.host.dataplane.ModelDescription;
import io.bulkhead.host.dataplane.ServerMetadata;
import io.bulkhead.protocol.GRPCInferenceServiceGrpc;
import io.bulkhead.protocol.ModelMetadataRequest;
import io.bulkhead.protocol.ModelMetadataResponse;
import io.bulkhead.protocol.ModelReadyRequest;
import io.bulkhead.protocol.ModelReadyResponse;
import io.bulkhead.protocol.ServerLiveResponse;
import io.bulkhead.protocol.ServerMetadataResponse;
import io.bulkhead.protocol.ServerReadyResponse;
import io.grpc.ServerServiceDefinition;

/**
 * The inference verbs of {@code inference.GRPCInferenceService}. Nothing in it blocks, so it may
 * run on the transport's threads.
 */
public final class InferenceGrpcService {
    private final DataPlane dataPlane;
    private final ModelMetadataWriter metadataWriter;
    private final InferHandler infer;
    private final StreamInferHandler streamInfer;

    /**
     * @param serverName as the answers' CloudEvents attributes have it
     * @param contexts makes each call's context
     * @param dialect what the clients understand
     */
    public InferenceGrpcService(
            String serverName, DataPlane dataPlane, CallContexts contexts, Dialect dialect) {
        InferRequestReader reader = new InferRequestReader(dialect, dataPlane.sharedMemory());
        InferResponseWriter writer = new InferResponseWriter(dialect);
        AnswerTrailers trailers = new AnswerTrailers(serverName);
        this.dataPlane = dataPlane;
        this.metadataWriter = new ModelMetadataWriter(dialect);
        this.infer = new InferHandler(dataPlane, contexts, trailers, reader, writer);
        this.streamInfer = new StreamInferHandler(dataPlane, contexts, trailers, reader, writer);
    }

    /** The service with these verbs and those of shared memory alone. */
    public ServerServiceDefinition definition() {
        return new SharedMemoryGrpcService(dataPlane.sharedMemory())
                .addTo(
                        addTo(
                                ServerServiceDefinition.builder(
                                        GRPCInferenceServiceGrpc.SERVICE_NAME)))
                .build();
    }

    ServerServiceDefinition.Builder addTo(ServerServiceDefinition.Builder service) {
        return service.addMethod(getServerLiveMethod(), UnaryCalls.inPlace(request -> serverLive()))
                .addMethod(getServerReadyMethod(), UnaryCalls.inPlace(request -> serverReady()))
                .addMethod(getServerMetadataMethod(), UnaryCalls.inPlace(request -> metadata()))
                .addMethod(getModelReadyMethod(), UnaryCalls.inPlace(this::modelReady))
                .addMethod(getModelMetadataMethod(), UnaryCalls.inPlace(this::modelMetadata))
                .addMethod(WireRequest.method(getModelInferMethod()), infer)
                .addMethod(WireRequest.method(getModelStreamInferMethod()), streamInfer);
    }

    private ServerLiveResponse serverLive() {
        return ServerLiveResponse.newBuilder().setLive(dataPlane.live()).build();
    }

    private ServerReadyResponse serverReady() {
        return ServerReadyResponse.newBuilder().setReady(dataPlane.ready()).build();
    }

    private ServerMetadataResponse metadata() {
        ServerMetadata metadata = dataPlane.metadata();
        return ServerMetadataResponse.newBuilder()
                .setName(metadata.name())
                .setVersion(metadata.version())
                .addAllExtensions(metadata.extensions())
                .build();
    }

    private ModelReadyResponse modelReady(ModelReadyRequest request) {
        try {
            boolean ready = dataPlane.modelReady(request.getName(), request.getVersion());
            return ModelReadyResponse.newBuilder().setReady(ready).build();
        } catch (ServingException failure) {
            throw GrpcErrors.ofModel(request.getName(), request.getVersion(), failure);
        }
    }

    private ModelMetadataResponse modelMetadata(ModelMetadataRequest request) {
        try {
            return message(dataPlane.describe(request.getName(), request.getVersion()));
        } catch (ServingException failure) {
            throw GrpcErrors.ofModel(request.getName(), request.getVersion(), failure);
        }
    }

    private ModelMetadataResponse message(ModelDescription model) {
        return metadataWriter.write(
                model.name(),
                model.versions(),
                model.platform(),
                model.inputs(),
                model.outputs(),
                model.parameters());
    }
}
