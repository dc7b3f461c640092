package com.example.waiting;

import io.bulkhead.api.Concurrency;
import io.bulkhead.api.Model;
import io.bulkhead.api.ModelContext;
import io.bulkhead.api.RuntimeFactory;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.pf4j.Extension;

/**
 * Answers one request at a time. One with the parameter {@code wait} waits until its call is
 * cancelled, and writes the {@code file} when it begins; every other is told what happened so far.
 */
@Extension
public class WaitingRuntimeFactory implements RuntimeFactory {
    @Override
    public String name() {
        return "waiting";
    }

    @Override
    public Model create(ModelContext context) {
        return new Waiting();
    }

    private static final class Waiting implements Model {
        private final AtomicInteger begun = new AtomicInteger();
        private final AtomicInteger cancelled = new AtomicInteger();

        @Override
        public CompletionStage<InferenceResponse> predict(
                InferenceRequest request, RequestContext call) {
            if (request.parameters().getBoolean("wait").orElse(false)) {
                begun.incrementAndGet();
                request.parameters().getString("file").ifPresent(Waiting::touch);
                if (awaitCancelled(call)) {
                    cancelled.incrementAndGet();
                }
            }
            return InferenceResponse.completed(
                    Tensor.of("begun", Shape.of(1), new int[] {begun.get()}),
                    Tensor.of("cancelled", Shape.of(1), new int[] {cancelled.get()}),
                    Tensor.ofStrings(
                            "parameters",
                            Shape.of(1),
                            List.of(String.valueOf(request.parameters().without("headers")))));
        }

        private static void touch(String file) {
            try {
                Files.writeString(Path.of(file), "");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static boolean awaitCancelled(RequestContext call) {
            CountDownLatch gone = new CountDownLatch(1);
            call.onCancel(gone::countDown);
            try {
                return gone.await(30, TimeUnit.SECONDS) && call.isCancelled();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        /** One answer at once, and no end. */
        @Override
        public Flow.Publisher<InferenceResponse> predictStream(
                InferenceRequest request, RequestContext call) {
            return subscriber ->
                    subscriber.onSubscribe(
                            new Flow.Subscription() {
                                private boolean first = true;

                                @Override
                                public void request(long count) {
                                    if (first) {
                                        first = false;
                                        begun.incrementAndGet();
                                        subscriber.onNext(
                                                InferenceResponse.of(request.inputs()));
                                    }
                                }

                                @Override
                                public void cancel() {
                                    cancelled.incrementAndGet();
                                }
                            });
        }

        @Override
        public Concurrency concurrency() {
            return Concurrency.atMost(1);
        }
    }
}
