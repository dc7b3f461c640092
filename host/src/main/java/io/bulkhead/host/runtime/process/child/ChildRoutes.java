package io.bulkhead.host.runtime.process.child;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.route.ModelRoute;
import io.bulkhead.api.route.RouteRequest;
import io.bulkhead.api.route.RouteResponse;
import io.bulkhead.codec.proto.ErrorTrailer;
import io.bulkhead.host.dataplane.CallContext;
import io.bulkhead.host.grpc.CallContexts;
import io.bulkhead.host.plugin.PluginCall;
import io.bulkhead.host.runtime.process.RouteWire;
import io.bulkhead.host.runtime.process.child.ChildModels.LoadedCopy;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Endpoints of the models' own, for the parent. */
final class ChildRoutes implements ServerCallHandler<ByteBuffer, ByteBuffer> {
    private final ChildModels models;
    private final CallContexts contexts;

    ChildRoutes(ChildModels models, CallContexts contexts) {
        this.models = models;
        this.contexts = contexts;
    }

    ServerServiceDefinition definition() {
        return ServerServiceDefinition.builder(RouteWire.SERVICE)
                .addMethod(RouteWire.CALL, this)
                .build();
    }

    @Override
    public ServerCall.Listener<ByteBuffer> startCall(
            ServerCall<ByteBuffer, ByteBuffer> call, Metadata headers) {
        call.request(1);
        return new OneCall(call, RouteWire.readTarget(headers), contexts.of(headers));
    }

    private final class OneCall extends ServerCall.Listener<ByteBuffer> {
        private final ServerCall<ByteBuffer, ByteBuffer> call;
        private final RouteWire.Target target;
        private final CallContext context;
        private volatile Optional<PartsToParent> parts = Optional.empty();

        OneCall(
                ServerCall<ByteBuffer, ByteBuffer> call,
                RouteWire.Target target,
                CallContext context) {
            this.call = call;
            this.target = target;
            this.context = context;
        }

        @Override
        public void onMessage(ByteBuffer body) {
            var unused =
                    ask(target, new RouteRequest(target.query(), body), context)
                            .whenComplete(
                                    (response, failure) -> {
                                        if (call.isCancelled()) {
                                            return;
                                        }
                                        if (failure == null) {
                                            answer(response);
                                        } else {
                                            fail(call, PluginCall.causeOf(failure));
                                        }
                                    });
        }

        private void answer(RouteResponse response) {
            Metadata head = new Metadata();
            RouteWire.writeHead(response, head);
            call.sendHeaders(head);
            if (response.parts().isPresent()) {
                PartsToParent sent = new PartsToParent(call);
                parts = Optional.of(sent);
                response.parts().get().subscribe(sent);
            } else {
                call.sendMessage(response.body());
                call.close(Status.OK, new Metadata());
            }
        }

        @Override
        public void onReady() {
            parts.ifPresent(PartsToParent::ready);
        }

        @Override
        public void onCancel() {
            context.cancel();
            parts.ifPresent(PartsToParent::cancel);
        }
    }

    private CompletionStage<RouteResponse> ask(
            RouteWire.Target target, RouteRequest request, CallContext context) {
        LoadedCopy copy = models.find(target.model());
        if (copy != null) {
            for (ModelRoute route : copy.instance().routes()) {
                if (route.method().equals(target.method()) && route.path().equals(target.path())) {
                    return copy.instance().call(route, request, context);
                }
            }
        }
        return CompletableFuture.failedFuture(
                new ServingException(
                        ErrorCode.NOT_FOUND, "the model has no endpoint " + target.path()));
    }

    static void fail(ServerCall<?, ?> call, Throwable failure) {
        ServingException reason =
                failure instanceof ServingException known
                        ? known
                        : new ServingException(ErrorCode.INTERNAL, "internal error", failure);
        call.close(Status.UNKNOWN.withDescription(reason.reason()), ErrorTrailer.of(reason.code()));
    }
}
