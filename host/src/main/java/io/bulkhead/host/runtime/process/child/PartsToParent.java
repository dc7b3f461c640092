package io.bulkhead.host.runtime.process.child;

import io.bulkhead.host.plugin.PluginCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Sends a body in parts to the parent, the next when the connection has room for it. */
final class PartsToParent implements Flow.Subscriber<ByteBuffer> {
    private final ServerCall<ByteBuffer, ByteBuffer> call;
    private Flow.@Nullable Subscription subscription; // guarded by this
    private boolean asked; // guarded by this

    PartsToParent(ServerCall<ByteBuffer, ByteBuffer> call) {
        this.call = call;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        synchronized (this) {
            subscription = newSubscription;
        }
        if (call.isCancelled()) {
            newSubscription.cancel();
        } else {
            ready();
        }
    }

    /** There is room: the next part is asked for, unless one is on its way. */
    void ready() {
        Flow.Subscription source;
        synchronized (this) {
            source = subscription;
            if (source == null || asked || !call.isReady()) {
                return;
            }
            asked = true;
        }
        source.request(1);
    }

    void cancel() {
        Flow.Subscription source;
        synchronized (this) {
            source = subscription;
        }
        if (source != null) {
            source.cancel();
        }
    }

    @Override
    public void onNext(ByteBuffer part) {
        call.sendMessage(part);
        synchronized (this) {
            asked = false;
        }
        ready();
    }

    @Override
    public void onError(Throwable failure) {
        if (!call.isCancelled()) {
            ChildRoutes.fail(call, PluginCall.causeOf(failure));
        }
    }

    @Override
    public void onComplete() {
        if (!call.isCancelled()) {
            call.close(Status.OK, new Metadata());
        }
    }
}
