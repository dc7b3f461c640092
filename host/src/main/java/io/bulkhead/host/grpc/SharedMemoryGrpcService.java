package io.bulkhead.host.grpc;

import static io.bulkhead.protocol.GRPCInferenceServiceGrpc.getCudaSharedMemoryRegisterMethod;
import static io.bulkhead.protocol.GRPCInferenceServiceGrpc.getCudaSharedMemoryStatusMethod;
import static io.bulkhead.protocol.GRPCInferenceServiceGrpc.getCudaSharedMemoryUnregisterMethod;
import static io.bulkhead.protocol.GRPCInferenceServiceGrpc.getSystemSharedMemoryRegisterMethod;
import static io.bulkhead.protocol.GRPCInferenceServiceGrpc.getSystemSharedMemoryStatusMethod;
import static io.bulkhead.protocol.GRPCInferenceServiceGrpc.getSystemSharedMemoryUnregisterMethod;

import io.bulkhead.codec.sharedmemory.SharedMemory;
import io.bulkhead.codec.sharedmemory.SharedRegion;
import io.bulkhead.host.sharedmemory.CudaSharedMemory;
import io.bulkhead.protocol.CudaSharedMemoryRegisterRequest;
import io.bulkhead.protocol.CudaSharedMemoryRegisterResponse;
import io.bulkhead.protocol.CudaSharedMemoryStatusRequest;
import io.bulkhead.protocol.CudaSharedMemoryStatusResponse;
import io.bulkhead.protocol.CudaSharedMemoryUnregisterRequest;
import io.bulkhead.protocol.CudaSharedMemoryUnregisterResponse;
import io.bulkhead.protocol.SystemSharedMemoryRegisterRequest;
import io.bulkhead.protocol.SystemSharedMemoryRegisterResponse;
import io.bulkhead.protocol.SystemSharedMemoryStatusRequest;
import io.bulkhead.protocol.SystemSharedMemoryStatusResponse;
import io.bulkhead.protocol.SystemSharedMemoryStatusResponse.RegionStatus;
import io.bulkhead.protocol.SystemSharedMemoryUnregisterRequest;
import io.bulkhead.protocol.SystemSharedMemoryUnregisterResponse;
import io.grpc.ServerServiceDefinition;

/** The shared memory extensions' verbs of {@code inference.GRPCInferenceService}. */
final class SharedMemoryGrpcService {
    private final SharedMemory memory;

    SharedMemoryGrpcService(SharedMemory memory) {
        this.memory = memory;
    }

    ServerServiceDefinition.Builder addTo(ServerServiceDefinition.Builder service) {
        return service.addMethod(
                        getSystemSharedMemoryStatusMethod(), UnaryCalls.inPlace(this::status))
                .addMethod(
                        getSystemSharedMemoryRegisterMethod(), UnaryCalls.inPlace(this::register))
                .addMethod(
                        getSystemSharedMemoryUnregisterMethod(),
                        UnaryCalls.inPlace(this::unregister))
                .addMethod(
                        getCudaSharedMemoryStatusMethod(),
                        UnaryCalls.inPlace(SharedMemoryGrpcService::cudaStatus))
                .addMethod(
                        getCudaSharedMemoryRegisterMethod(),
                        UnaryCalls.inPlace(SharedMemoryGrpcService::cudaRegister))
                .addMethod(
                        getCudaSharedMemoryUnregisterMethod(),
                        UnaryCalls.inPlace(
                                (CudaSharedMemoryUnregisterRequest request) ->
                                        CudaSharedMemoryUnregisterResponse.getDefaultInstance()));
    }

    private SystemSharedMemoryStatusResponse status(SystemSharedMemoryStatusRequest request) {
        SystemSharedMemoryStatusResponse.Builder response =
                SystemSharedMemoryStatusResponse.newBuilder();
        for (SharedRegion region : memory.regions(request.getName())) {
            response.putRegions(
                    region.name(),
                    RegionStatus.newBuilder()
                            .setName(region.name())
                            .setKey(region.key())
                            .setOffset(region.offset())
                            .setByteSize(region.byteSize())
                            .build());
        }
        return response.build();
    }

    /** Sizes beyond 63 bits come as negative numbers, which no object has. */
    private SystemSharedMemoryRegisterResponse register(SystemSharedMemoryRegisterRequest request) {
        memory.register(
                new SharedRegion(
                        request.getName(),
                        request.getKey(),
                        request.getOffset(),
                        request.getByteSize()));
        return SystemSharedMemoryRegisterResponse.getDefaultInstance();
    }

    private SystemSharedMemoryUnregisterResponse unregister(
            SystemSharedMemoryUnregisterRequest request) {
        if (request.getName().isEmpty()) {
            memory.unregisterAll();
        } else {
            memory.unregister(request.getName());
        }
        return SystemSharedMemoryUnregisterResponse.getDefaultInstance();
    }

    private static CudaSharedMemoryStatusResponse cudaStatus(
            CudaSharedMemoryStatusRequest request) {
        CudaSharedMemory.regions(request.getName());
        return CudaSharedMemoryStatusResponse.getDefaultInstance();
    }

    private static CudaSharedMemoryRegisterResponse cudaRegister(
            CudaSharedMemoryRegisterRequest request) {
        throw CudaSharedMemory.unsupported(request.getName());
    }
}
