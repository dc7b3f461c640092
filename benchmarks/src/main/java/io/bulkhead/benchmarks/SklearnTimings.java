package io.bulkhead.benchmarks;

import com.sun.management.ThreadMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * Prints what {@link SklearnBenchmark} does for each kind of model in CPU time of the one thread
 * that it runs on, which other work on the machine hardly changes, and what it leaves to the
 * garbage collector.
 *
 * <p>Arguments: the folder of the models, then their names. A line for each: {@code jvm}, name,
 * rows, microseconds of ours and of ONNX Runtime, bytes of ours.
 */
public final class SklearnTimings {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long ROUND_NANOS = 150_000_000L;
    private static final int ROUNDS = 5;

    private SklearnTimings() {}

    private interface Call {
        void run() throws Exception;
    }

    /** Times them all. */
    public static void main(String[] arguments) throws Exception {
        for (String kind : Arrays.asList(arguments).subList(1, arguments.length)) {
            for (int rows : new int[] {1, 8, 64, 1000}) {
                SklearnBenchmark both = new SklearnBenchmark();
                both.folder = arguments[0];
                both.kind = kind;
                both.rows = rows;
                both.prepare();
                print(kind, rows, both, System.out);
                both.close();
            }
        }
    }

    private static void print(String kind, int rows, SklearnBenchmark both, PrintStream out)
            throws Exception {
        double ours = micros(both::ours);
        double bytes = bytes(both::ours);
        double onnx = micros(both::onnxRuntime);
        out.printf("jvm %s %d %.2f %.2f %.0f%n", kind, rows, ours, onnx, bytes);
    }

    /** The best of several rounds. */
    private static double micros(Call call) throws Exception {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long begin = THREADS.getCurrentThreadCpuTime();
            long calls = 0;
            long spent = 0;
            while (spent < ROUND_NANOS) {
                for (int i = 0; i < 16; i++) {
                    call.run();
                }
                calls += 16;
                spent = THREADS.getCurrentThreadCpuTime() - begin;
            }
            best = Math.min(best, spent / 1000.0 / calls);
        }
        return best;
    }

    private static double bytes(Call call) throws Exception {
        int calls = 50;
        long begin = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < calls; i++) {
            call.run();
        }
        return (double) (THREADS.getCurrentThreadAllocatedBytes() - begin) / calls;
    }
}
