package io.bulkhead.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.InferenceResponse;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

class ModelTest {
    private static final RequestContext CALL = RequestContext.background();

    private static final InferenceRequest REQUEST =
            InferenceRequest.of(Tensor.of("x", Shape.of(1), new float[] {1}));

    @Test
    void aModelThatDoesNotStreamAnswersAStreamWithOneResponse() {
        Model echo = (request, call) -> InferenceResponse.completed(request.inputs().get(0));
        Recorder recorder = new Recorder();
        echo.predictStream(REQUEST, CALL).subscribe(recorder);
        assertThat(recorder.events).containsExactly("subscribed");
        recorder.subscription.request(5);
        recorder.subscription.request(5);
        assertThat(recorder.events).containsExactly("subscribed", "next x", "complete");
    }

    @Test
    void aStreamEndsWithWhatTheModelThrows() {
        Model broken =
                (request, call) -> {
                    throw ServingException.invalidArgument("no");
                };
        Recorder recorder = new Recorder();
        broken.predictStream(REQUEST, CALL).subscribe(recorder);
        recorder.subscription.request(1);
        assertThat(recorder.events).containsExactly("subscribed", "error no");
    }

    @Test
    void aStreamThatIsCancelledBeforeItsFirstRequestNeverCallsTheModel() {
        List<String> calls = new ArrayList<>();
        Model model =
                (request, call) -> {
                    calls.add("called");
                    return InferenceResponse.completed();
                };
        Recorder recorder = new Recorder();
        model.predictStream(REQUEST, CALL).subscribe(recorder);
        recorder.subscription.cancel();
        recorder.subscription.request(1);
        assertThat(calls).isEmpty();
    }

    private static final class Recorder implements Flow.Subscriber<InferenceResponse> {
        final List<String> events = new ArrayList<>();
        Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            events.add("subscribed");
        }

        @Override
        public void onNext(InferenceResponse response) {
            events.add("next " + response.outputs().get(0).name());
        }

        @Override
        public void onError(Throwable failure) {
            events.add("error " + failure.getMessage());
        }

        @Override
        public void onComplete() {
            events.add("complete");
        }
    }
}
