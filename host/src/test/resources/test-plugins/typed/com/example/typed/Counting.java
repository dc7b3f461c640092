package com.example.typed;

import io.bulkhead.api.typed.Predict;
import java.util.concurrent.Flow;

/** A stream that is published. */
public final class Counting {
    @Predict
    Flow.Publisher<Integer> count(int to) {
        return subscriber ->
                subscriber.onSubscribe(
                        new Flow.Subscription() {
                            private int next;
                            private boolean done;

                            @Override
                            public void request(long count) {
                                for (long i = 0; i < count && !done && next < to; i++) {
                                    subscriber.onNext(next++);
                                }
                                if (next == to && !done) {
                                    done = true;
                                    subscriber.onComplete();
                                }
                            }

                            @Override
                            public void cancel() {
                                done = true;
                            }
                        });
    }
}
