package io.bulkhead.host.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

class StreamGateTest {
    private final List<String> heard = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private Runnable during = () -> {};
    private final StreamGate<String> gate =
            new StreamGate<>(
                    new Flow.Subscriber<>() {
                        @Override
                        public void onSubscribe(Flow.Subscription subscription) {
                            heard.add("subscribed");
                        }

                        @Override
                        public void onNext(String element) {
                            heard.add("begin " + element);
                            during.run();
                            heard.add("end " + element);
                        }

                        @Override
                        public void onError(Throwable failure) {
                            heard.add(failure.getMessage());
                        }

                        @Override
                        public void onComplete() {
                            heard.add("complete");
                        }
                    });

    private void subscribe() {
        gate.onSubscribe(
                new Flow.Subscription() {
                    @Override
                    public void request(long count) {}

                    @Override
                    public void cancel() {
                        told.add("cancel");
                    }
                });
    }

    private static Throwable because(String why) {
        return new IllegalStateException(why);
    }

    @Test
    void passesAStreamOn() {
        subscribe();
        gate.onNext("a");
        gate.onComplete();
        gate.fail(because("late"));

        assertThat(heard).containsExactly("subscribed", "begin a", "end a", "complete");
        assertThat(told).isEmpty();
    }

    @Test
    void aFailureFromOutsideEndsItOnceAndCancelsIt() {
        subscribe();
        gate.fail(because("over"));
        gate.fail(because("again"));
        gate.onNext("a");
        gate.onError(because("too"));
        gate.onComplete();

        assertThat(heard).containsExactly("subscribed", "over");
        assertThat(told).containsExactly("cancel");
    }

    @Test
    void aFailureWaitsForTheElementThatIsBeingPassedOn() {
        subscribe();
        during = () -> gate.fail(because("over"));
        gate.onNext("a");
        gate.onNext("b");

        assertThat(heard).containsExactly("subscribed", "begin a", "end a", "over");
        assertThat(told).containsExactly("cancel");
    }

    @Test
    void anEndMayComeWhileAnElementIsPassedOn() {
        subscribe();
        during = gate::onComplete;
        gate.onNext("a");

        assertThat(heard).containsExactly("subscribed", "begin a", "complete", "end a");
    }

    @Test
    void aStreamMayFailBeforeItBegins() {
        gate.fail(because("over"));
        subscribe();
        gate.onNext("a");

        assertThat(heard).containsExactly("subscribed", "over");
        assertThat(told).containsExactly("cancel");
    }
}
