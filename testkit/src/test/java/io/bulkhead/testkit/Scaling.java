package io.bulkhead.testkit;

import io.bulkhead.api.ModelContext;
import io.bulkhead.api.ModelMetrics;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.ModelMetadata;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.typed.Input;
import io.bulkhead.api.typed.Output;
import io.bulkhead.api.typed.Predict;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A runtime that does all that the contract wants. */
public final class Scaling {
    /** A row. */
    public record Scaled(double scaled, String label) {}

    @Predict(perRow = true)
    Scaled scale(double[] x, String label, @Input(defaultValue = "2") double factor) {
        if (x.length == 0) {
            throw ServingException.unprocessable("input 'x': at least one number is wanted");
        }
        return new Scaled(x[0] * factor, label);
    }

    /** Answers with what it has seen so far: no two answers are alike. */
    public static final class Counting {
        private final AtomicLong seen = new AtomicLong();

        @Predict(perRow = true)
        @Output("count")
        long count(double x) {
            return seen.incrementAndGet();
        }
    }

    /** Looks at the rows beside. */
    public static final class Centering {
        @Predict
        @Output("centered")
        double[] center(double[] x) {
            double mean = Arrays.stream(x).average().orElse(0);
            return Arrays.stream(x).map(one -> one - mean).toArray();
        }
    }

    /** Says after each request how many there were. */
    public static final class Learning {
        private final ModelContext context;
        private final AtomicLong seen = new AtomicLong();

        public Learning(ModelContext context) {
            this.context = context;
        }

        @Predict
        @Output("seen")
        long learn(double[] x) {
            long now = seen.addAndGet(x.length);
            context.describe(
                    new ModelMetadata(
                            "seen-" + now,
                            List.of(
                                    new TensorMetadata(
                                            "x", Datatype.FP64, Shape.of(now), Parameters.empty())),
                            List.of(),
                            Parameters.empty()));
            return now;
        }
    }

    /** Answers with the milliseconds that are left, or waits until the caller has gone. */
    public static final class Waiting {
        private final ModelMetrics metrics;

        public Waiting(ModelMetrics metrics) {
            this.metrics = metrics;
            metrics.register("came", "callers who wait");
            metrics.register("gone", "callers who went away");
        }

        @Predict
        @Output("left")
        CompletionStage<Long> left(boolean waits, RequestContext call) {
            CompletableFuture<Long> answer = new CompletableFuture<>();
            if (waits) {
                call.onCancel(
                        () -> {
                            metrics.log("gone", call.isCancelled() ? 1 : 0);
                            answer.complete(0L);
                        });
                metrics.log("came", 1);
            } else {
                answer.complete(call.timeRemaining().map(Duration::toMillis).orElse(-1L));
            }
            return answer;
        }
    }

    /** Did not expect what is not a number. */
    public static final class Surprised {
        @Predict(perRow = true)
        @Output("bucket")
        int bucket(double x) {
            return List.of(1, 2, 3).get(Double.isNaN(x) ? 3 : 0);
        }
    }

    /** Has a thread that nobody ends before the test does. */
    public static final class Leaking {
        static final String STOP = "io.bulkhead.testkit.leaking.stop";

        public Leaking() {
            Thread thread =
                    new Thread(
                            () -> {
                                while (System.getProperty(STOP) == null) {
                                    Thread.onSpinWait();
                                    LockSupport.parkNanos(1_000_000);
                                    boolean unused = Thread.interrupted();
                                }
                            },
                            "never-ends");
            thread.setDaemon(true);
            thread.start();
        }

        @Predict(perRow = true)
        @Output("y")
        double same(double x) {
            return x;
        }
    }
}
