package io.bulkhead.host.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.bulkhead.api.Model;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.host.dataplane.CallContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HeadedModelTest {
    private static final InferenceRequest REQUEST =
            InferenceRequest.of(Tensor.of("x", Shape.of(1), new float[] {1}))
                    .withParameters(Parameters.of("k", "v").with("headers", Map.of("made", "up")));

    private final AtomicInteger gathered = new AtomicInteger();
    private final CallContext call =
            new CallContext(
                    () -> {
                        gathered.incrementAndGet();
                        return Map.of("authorization", List.of("a", "b"));
                    },
                    CallContext.NO_DEADLINE);

    private static InferenceResponse with(Parameters parameters) {
        return new InferenceResponse(List.of(), parameters);
    }

    private InferenceResponse ask(Model model) {
        return new HeadedModel(model).predict(REQUEST, call).toCompletableFuture().join();
    }

    @Test
    void headersReplaceWhatTheClientMadeUp() {
        AtomicInteger asked = new AtomicInteger();

        ask(
                (request, context) -> {
                    Parameters headers = request.parameters().getParameters(Parameters.HEADERS);
                    assertThat(headers).isEqualTo(Parameters.of("authorization", "a, b"));
                    asked.incrementAndGet();
                    return InferenceResponse.completed();
                });

        assertThat(asked).hasValue(1);
    }

    @Test
    void headersThatNobodyReadsAreNotGathered() {
        InferenceResponse answer =
                ask(
                        (request, context) -> {
                            assertThat(request.parameters().contentType()).isEmpty();
                            assertThat(request.parameters().get("k")).contains("v");
                            return InferenceResponse.completed();
                        });

        assertThat(answer.parameters().isEmpty()).isTrue();
        assertThat(gathered).hasValue(0);
    }

    @Test
    void answerThatComesAtOnceIsPassedOnAsItIs() {
        CompletionStage<InferenceResponse> answer = InferenceResponse.completed();

        assertThat(new HeadedModel((request, context) -> answer).predict(REQUEST, call))
                .isSameAs(answer);
    }

    @Test
    void clientsHeadersDoNotGoBackWithTheParametersOfTheRequest() {
        InferenceResponse answer =
                ask(
                        (request, context) ->
                                CompletableFuture.completedFuture(
                                        with(request.parameters().with("more", 1))));

        assertThat(answer.parameters()).isEqualTo(Parameters.of("k", "v").with("more", 1));
    }

    @Test
    void neitherDoThoseOfAnAnswerThatComesLater() {
        CompletableFuture<InferenceResponse> later = new CompletableFuture<>();
        CompletionStage<InferenceResponse> answer =
                new HeadedModel(
                                (request, context) ->
                                        later.thenApply(done -> with(request.parameters())))
                        .predict(REQUEST, call);

        later.complete(with(Parameters.empty()));

        assertThat(answer.toCompletableFuture().join().parameters())
                .isEqualTo(Parameters.of("k", "v"));
    }

    @Test
    void modelsOwnHeadersStay() {
        Parameters own = Parameters.of(Parameters.HEADERS, Map.of("x-drift", "none"));

        InferenceResponse answer =
                ask((request, context) -> CompletableFuture.completedFuture(with(own)));

        assertThat(answer.parameters()).isEqualTo(own);
    }
}
