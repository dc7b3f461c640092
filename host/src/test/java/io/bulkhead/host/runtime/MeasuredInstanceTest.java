package io.bulkhead.host.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.bulkhead.api.Concurrency;
import io.bulkhead.api.Isolation;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.host.dataplane.CallContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

class MeasuredInstanceTest {
    private static final InferenceResponse RESPONSE = InferenceResponse.of(List.of());

    private final Answering answering = new Answering();
    private final MeasuredInstance instance = new MeasuredInstance(answering);
    private final InferenceStatistics statistics = instance.statistics();

    private CompletionStage<InferenceResponse> ask() {
        return instance.predict(InferenceRequest.of(), CallContext.background());
    }

    @Test
    void anAnswerCountsWhenItComes() {
        CompletableFuture<InferenceResponse> answer = ask().toCompletableFuture();
        assertThat(statistics.lastRequestMillis()).isPositive();
        assertThat(statistics.succeeded().count()).isZero();

        answering.answer.complete(RESPONSE);

        assertThat(answer).isCompletedWithValue(RESPONSE);
        assertThat(statistics.succeeded().count()).isEqualTo(1);
        assertThat(statistics.succeeded().nanos()).isPositive();
        assertThat(statistics.failed().count()).isZero();
    }

    @Test
    void anAnswerThatIsThereAtOnceIsPassedOnAsItIs() {
        answering.answer.complete(RESPONSE);

        assertThat(ask()).isSameAs(answering.answer);
        assertThat(statistics.succeeded().count()).isEqualTo(1);
    }

    @Test
    void failuresAreCountedApart() {
        CompletionStage<InferenceResponse> late = ask();
        answering.answer.completeExceptionally(ServingException.invalidArgument("no"));
        CompletionStage<InferenceResponse> atOnce = ask();

        assertThat(late.toCompletableFuture()).isCompletedExceptionally();
        assertThat(atOnce.toCompletableFuture()).isCompletedExceptionally();
        assertThat(statistics.failed().count()).isEqualTo(2);
        assertThat(statistics.succeeded().count()).isZero();
    }

    @Test
    void aStreamIsOneRequestAndACancelledOneAFailure() {
        stream(false);
        assertThat(statistics.succeeded().count()).isEqualTo(1);

        stream(true);
        assertThat(statistics.failed().count()).isEqualTo(1);
        assertThat(statistics.succeeded().count()).isEqualTo(1);
    }

    private void stream(boolean cancel) {
        instance.predictStream(InferenceRequest.of(), CallContext.background())
                .subscribe(
                        new Flow.Subscriber<InferenceResponse>() {
                            @Override
                            public void onSubscribe(Flow.Subscription subscription) {
                                if (cancel) {
                                    subscription.cancel();
                                } else {
                                    subscription.request(1);
                                }
                            }

                            @Override
                            public void onNext(InferenceResponse item) {}

                            @Override
                            public void onError(Throwable failure) {}

                            @Override
                            public void onComplete() {}
                        });
    }

    /** Answers when it is told to. */
    private static final class Answering implements ModelInstance {
        private final CompletableFuture<InferenceResponse> answer = new CompletableFuture<>();
        private final InferenceStatistics statistics = new InferenceStatistics();

        @Override
        public CompletionStage<InferenceResponse> predict(
                InferenceRequest request, RequestContext context) {
            return answer;
        }

        @Override
        public Flow.Publisher<InferenceResponse> predictStream(
                InferenceRequest request, RequestContext context) {
            return subscriber ->
                    subscriber.onSubscribe(
                            new Flow.Subscription() {
                                @Override
                                public void request(long count) {
                                    subscriber.onNext(RESPONSE);
                                    subscriber.onComplete();
                                }

                                @Override
                                public void cancel() {}
                            });
        }

        @Override
        public ModelMetadata metadata() {
            return ModelMetadata.empty();
        }

        @Override
        public Concurrency concurrency() {
            return Concurrency.unlimited();
        }

        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public InferenceStatistics statistics() {
            return statistics;
        }

        @Override
        public Isolation isolation() {
            return Isolation.CLASSLOADER;
        }

        @Override
        public String placement() {
            return "test";
        }

        @Override
        public void close() {}
    }
}
