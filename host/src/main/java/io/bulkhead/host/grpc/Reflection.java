package io.bulkhead.host.grpc;

import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.util.List;

/** gRPC server reflection: tells clients the services and their messages. */
final class Reflection {
    private Reflection() {}

    /** The reflection services: today's, and the one that older tools ask. */
    @SuppressWarnings("deprecation") // that is said of v1alpha, which older tools know alone
    static List<BindableService> services() {
        return List.of(
                ProtoReflectionServiceV1.newInstance(), ProtoReflectionService.newInstance());
    }

    /**
     * The same service with what reflection asks of it: which file it is from. One that is built of
     * methods with marshallers of our own does not know.
     *
     * @param generated the descriptor that knows
     */
    static ServerServiceDefinition described(
            ServerServiceDefinition service, ServiceDescriptor generated) {
        ServiceDescriptor.Builder descriptor =
                ServiceDescriptor.newBuilder(service.getServiceDescriptor().getName())
                        .setSchemaDescriptor(generated.getSchemaDescriptor());
        service.getMethods().forEach(m -> descriptor.addMethod(m.getMethodDescriptor()));
        ServerServiceDefinition.Builder described =
                ServerServiceDefinition.builder(descriptor.build());
        service.getMethods().forEach(described::addMethod);
        return described.build();
    }
}
