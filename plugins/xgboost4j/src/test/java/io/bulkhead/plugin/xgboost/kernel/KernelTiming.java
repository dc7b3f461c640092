package io.bulkhead.plugin.xgboost.kernel;

import io.bulkhead.plugin.xgboost.format.ModelFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Prints how long our kernel and the library take for batches of several sizes; the README says how
 * to run it. CPU time of the calling thread, best of several rounds.
 */
final class KernelTiming {
    private static final int ROWS = 2000;
    private static final int FEATURES = 30;
    private static final int ROUNDS = 6;

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private interface Call {
        float predict(float[] rows) throws XGBoostError;
    }

    private KernelTiming() {}

    public static void main(String[] args) throws XGBoostError, IOException {
        float[] rows = rows();
        for (String file : args) {
            Booster booster = XGBoost.loadModel(file);
            booster.setParam("nthread", 1);
            Predictor predictor = Predictor.of(new ModelFile(Path.of(file)).read());
            for (int size : new int[] {1, 1000}) {
                Call own = part -> predictor.predict(part, size)[0];
                double ours = micros(rows, size, own);
                double theirs = micros(rows, size, part -> inplace(booster, part, size));
                System.out.printf(
                        "timed %d %.2f %.2f %d%n", size, ours, theirs, bytes(rows, size, own));
            }
            booster.dispose();
        }
        if (args.length > 0) {
            return;
        }
        System.out.printf("%6s %6s %12s %12s%n", "depth", "rows", "ours, us", "library, us");
        for (int depth : new int[] {6, 8}) {
            Path file = Files.createTempFile("model", ".ubj");
            Booster booster = train(rows, depth);
            booster.saveModel(file.toString());
            Predictor predictor = Predictor.of(new ModelFile(file).read());
            Files.delete(file);
            for (int size : new int[] {1, 8, 64, 256, 1000}) {
                double ours = micros(rows, size, part -> predictor.predict(part, size)[0]);
                double theirs = micros(rows, size, part -> inplace(booster, part, size));
                System.out.printf("%6d %6d %12.2f %12.2f%n", depth, size, ours, theirs);
            }
            booster.dispose();
        }
    }

    private static float inplace(Booster booster, float[] part, int size) throws XGBoostError {
        return booster.inplace_predict(part, size, FEATURES, Float.NaN)[0][0];
    }

    private static float[] rows() {
        Random random = new Random(1);
        float[] rows = new float[ROWS * FEATURES];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) random.nextGaussian();
        }
        return rows;
    }

    /** Labels with much noise, so that all trees grow to their full depth. */
    private static Booster train(float[] rows, int depth) throws XGBoostError {
        Random random = new Random(2);
        float[] labels = new float[ROWS];
        for (int row = 0; row < ROWS; row++) {
            double signal = rows[row * FEATURES] * rows[row * FEATURES + 1];
            labels[row] = (float) (signal + 2 * random.nextGaussian());
        }
        DMatrix matrix = new DMatrix(rows, ROWS, FEATURES, Float.NaN);
        matrix.setLabel(labels);
        Map<String, Object> parameters =
                Map.of("max_depth", depth, "nthread", 1, "min_child_weight", 0, "eta", 0.1);
        Booster booster = XGBoost.train(matrix, parameters, 100, Map.of(), null, null);
        matrix.dispose();
        return booster;
    }

    private static double micros(float[] rows, int size, Call call) throws XGBoostError {
        float[][] parts = new float[ROWS / size][];
        for (int i = 0; i < parts.length; i++) {
            int first = i * size * FEATURES;
            parts[i] = Arrays.copyOfRange(rows, first, first + size * FEATURES);
        }
        int calls = Math.max(20, 20_000 / size);
        long best = Long.MAX_VALUE;
        float sum = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = cpuNanos();
            for (int i = 0; i < calls; i++) {
                sum += call.predict(parts[i % parts.length]);
            }
            best = Math.min(best, cpuNanos() - start);
        }
        // Used, so that no compiler leaves the predictions out.
        return Float.isNaN(sum) ? Double.NaN : best / 1e3 / calls;
    }

    /** What a call leaves to the garbage collector, once it is compiled. */
    private static long bytes(float[] rows, int size, Call call) throws XGBoostError {
        float[] part = Arrays.copyOf(rows, size * FEATURES);
        call.predict(part);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 10; i++) {
            call.predict(part);
        }
        return (THREADS.getCurrentThreadAllocatedBytes() - before) / 10;
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
