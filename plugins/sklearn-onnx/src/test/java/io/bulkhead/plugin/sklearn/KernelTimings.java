package io.bulkhead.plugin.sklearn;

import io.bulkhead.api.Model;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.api.tensor.NumericData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Prints what one call of a model costs, in CPU time of the calling thread. Not a test: run it by
 * hand on files of one's own, see the plugin's README.
 *
 * <p>Arguments: features, rows, method, then the model files to compare.
 */
final class KernelTimings {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int DISTINCT_REQUESTS = 256;
    private static final long ROUND_NANOS = 1_000_000_000L;
    private static final int ROUNDS = 7;

    private KernelTimings() {}

    public static void main(String[] arguments) {
        int features = Integer.parseInt(arguments[0]);
        int rows = Integer.parseInt(arguments[1]);
        List<InferenceRequest> requests =
                new Random(1)
                        .longs(DISTINCT_REQUESTS)
                        .mapToObj(seed -> request(seed, rows, features))
                        .toList();
        for (String file : List.of(arguments).subList(3, arguments.length)) {
            TestContext context =
                    TestContext.of(
                            Path.of(file), Map.of("extra", Map.of("predict_fn", arguments[2])));
            try (Model model = new SklearnRuntimeFactory().create(context)) {
                print(file, model, requests);
            }
        }
    }

    private static InferenceRequest request(long seed, int rows, int features) {
        ByteBuffer bytes = NumericData.allocate(Datatype.FP32, rows * features);
        Random random = new Random(seed);
        while (bytes.hasRemaining()) {
            bytes.putFloat((float) random.nextGaussian() * 2);
        }
        return InferenceRequest.of(
                new Tensor(
                        "x",
                        Shape.of(rows, features),
                        NumericData.wrap(Datatype.FP32, bytes.flip())));
    }

    private static void print(String file, Model model, List<InferenceRequest> requests) {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            best = Math.min(best, round(model, requests));
        }
        System.out.printf("%-60s %10.2f us a call%n", file, best / 1000);
    }

    private static double round(Model model, List<InferenceRequest> requests) {
        long begin = THREADS.getCurrentThreadCpuTime();
        long calls = 0;
        long spent;
        do {
            for (InferenceRequest request : requests) {
                model.predict(request, RequestContext.background()).toCompletableFuture().join();
            }
            calls += requests.size();
            spent = THREADS.getCurrentThreadCpuTime() - begin;
        } while (spent < ROUND_NANOS);
        return (double) spent / calls;
    }
}
