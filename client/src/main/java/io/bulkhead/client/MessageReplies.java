package io.bulkhead.client;

import io.bulkhead.client.ClientException.Kind;
import io.bulkhead.protocol.ModelInferRequest;
import io.bulkhead.protocol.ModelInferResponse;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers as messages of one call; one is asked for at a time, so at most one waits here. */
final class MessageReplies extends ReadAhead {
    private final ClientCall<ModelInferRequest, ModelInferResponse> call;
    private final Function<ModelInferResponse, Reply> reader;
    private final GrpcFailures failures;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    /** A message or, without one, the end. */
    private record Event(@Nullable ModelInferResponse message, Status status) {}

    MessageReplies(
            ClientCall<ModelInferRequest, ModelInferResponse> call,
            Metadata headers,
            ModelInferRequest request,
            Function<ModelInferResponse, Reply> reader,
            GrpcFailures failures) {
        this.call = call;
        this.reader = reader;
        this.failures = failures;
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(ModelInferResponse message) {
                        events.add(new Event(message, Status.OK));
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        events.add(new Event(null, status));
                    }
                },
                headers);
        call.sendMessage(request);
        call.halfClose();
    }

    @Override
    @Nullable Reply read() {
        call.request(1);
        Event event = take();
        if (event.message() != null) {
            return reader.apply(event.message());
        }
        super.close();
        if (!event.status().isOk()) {
            throw failures.of(event.status());
        }
        return null;
    }

    private Event take() {
        try {
            return events.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new ClientException(Kind.CANCELLED, "interrupted while waiting", e);
        }
    }

    @Override
    public void close() {
        super.close();
        call.cancel("the caller has enough", null);
    }
}
