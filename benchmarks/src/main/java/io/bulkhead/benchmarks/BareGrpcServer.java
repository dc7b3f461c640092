package io.bulkhead.benchmarks;

import io.bulkhead.protocol.GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase;
import io.bulkhead.protocol.ModelInferRequest;
import io.bulkhead.protocol.ModelInferRequest.InferInputTensor;
import io.bulkhead.protocol.ModelInferResponse;
import io.bulkhead.protocol.ModelInferResponse.InferOutputTensor;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.stub.StreamObserver;

/** The least that a server on grpc-java does: answers the raw contents that it is sent. */
public final class BareGrpcServer {
    private static final int MAX_MESSAGE = 16 << 20;

    private BareGrpcServer() {}

    /**
     * Runs until the process is ended.
     *
     * @param arguments the port
     */
    public static void main(String... arguments) throws Exception {
        if (arguments.length != 1) {
            throw new IllegalArgumentException("usage: BareGrpcServer <port>");
        }
        Server server =
                ServerBuilder.forPort(Integer.parseInt(arguments[0]))
                        .maxInboundMessageSize(MAX_MESSAGE)
                        .directExecutor()
                        .addService(new Echo())
                        .build()
                        .start();
        server.awaitTermination();
    }

    private static final class Echo extends GRPCInferenceServiceImplBase {
        @Override
        public void modelInfer(
                ModelInferRequest request, StreamObserver<ModelInferResponse> answer) {
            ModelInferResponse.Builder response =
                    ModelInferResponse.newBuilder()
                            .setModelName(request.getModelName())
                            .setId(request.getId());
            for (InferInputTensor input : request.getInputsList()) {
                response.addOutputs(
                        InferOutputTensor.newBuilder()
                                .setName(input.getName())
                                .setDatatype(input.getDatatype())
                                .addAllShape(input.getShapeList()));
            }
            response.addAllRawOutputContents(request.getRawInputContentsList());
            answer.onNext(response.build());
            answer.onCompleted();
        }
    }
}
