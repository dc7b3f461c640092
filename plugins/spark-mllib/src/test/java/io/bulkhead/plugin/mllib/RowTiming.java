package io.bulkhead.plugin.mllib;

import io.bulkhead.api.Model;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.inference.RequestContext;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * How much CPU one row takes, the reading of its tensors included. Run by {@code time_models.py},
 * which has Spark do the same; the arguments are folders of cases.
 */
final class RowTiming {
    private static final int ROUNDS = 7;
    private static final long ROUND_NANOS = 300_000_000;

    private RowTiming() {}

    public static void main(String[] folders) throws Exception {
        for (String folder : folders) {
            SparkCase spark = SparkCase.read(Path.of(folder));
            try (Model model = new MllibRuntimeFactory().create(new TestContext(spark.model()))) {
                InferenceRequest request =
                        new InferenceRequest("", Parameters.empty(), spark.inputs(), List.of());
                double[] micros = new double[ROUNDS];
                for (int round = 0; round < ROUNDS; round++) {
                    micros[round] = microsOfOne(model, request);
                }
                Arrays.sort(micros);
                System.out.printf("%s %.2f%n", spark.name(), micros[ROUNDS / 2]);
            }
        }
    }

    private static double microsOfOne(Model model, InferenceRequest request) throws Exception {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        long calls = 0;
        while (threads.getCurrentThreadCpuTime() - start < ROUND_NANOS) {
            for (int i = 0; i < 100; i++) {
                if (model.predict(request, RequestContext.background())
                        .toCompletableFuture()
                        .get()
                        .outputs()
                        .isEmpty()) {
                    throw new IllegalStateException("no answer");
                }
            }
            calls += 100;
        }
        return (threads.getCurrentThreadCpuTime() - start) / 1e3 / calls;
    }
}
