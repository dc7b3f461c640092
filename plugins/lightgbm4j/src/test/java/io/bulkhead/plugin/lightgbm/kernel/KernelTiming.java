package io.bulkhead.plugin.lightgbm.kernel;

import com.microsoft.ml.lightgbm.PredictionType;
import io.bulkhead.plugin.lightgbm.format.ModelFile;
import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMDataset;
import io.github.metarank.lightgbm4j.LGBMException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

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
        double predict(double[] rows) throws LGBMException;
    }

    private KernelTiming() {}

    public static void main(String[] args) throws LGBMException, IOException {
        LGBMBooster.loadNative();
        double[] rows = rows();
        for (String file : args) {
            LGBMBooster booster = LGBMBooster.loadModelFromString(Files.readString(Path.of(file)));
            Predictor predictor = Predictor.of(new ModelFile(Path.of(file)).read());
            for (int size : new int[] {1, 1000}) {
                Call own = part -> predictor.predict(part, size)[0];
                double ours = micros(rows, size, own);
                double theirs = micros(rows, size, part -> library(booster, part, size));
                System.out.printf(
                        "timed %d %.2f %.2f %d%n", size, ours, theirs, bytes(rows, size, own));
            }
            booster.close();
        }
        if (args.length > 0) {
            return;
        }
        System.out.printf("%6s %6s %12s %12s%n", "leaves", "rows", "ours, us", "library, us");
        for (int leaves : new int[] {64, 255}) {
            String text = train(rows, leaves);
            Path file = Files.createTempFile("model", ".txt");
            Predictor predictor = Predictor.of(new ModelFile(Files.writeString(file, text)).read());
            Files.delete(file);
            LGBMBooster booster = LGBMBooster.loadModelFromString(text);
            for (int size : new int[] {1, 8, 64, 256, 1000}) {
                double ours = micros(rows, size, part -> predictor.predict(part, size)[0]);
                double theirs = micros(rows, size, part -> library(booster, part, size));
                System.out.printf("%6d %6d %12.2f %12.2f%n", leaves, size, ours, theirs);
            }
            booster.close();
        }
    }

    private static double library(LGBMBooster booster, double[] part, int size)
            throws LGBMException {
        PredictionType normal = PredictionType.C_API_PREDICT_NORMAL;
        return size == 1
                ? booster.predictForMatSingleRow(part, normal)
                : booster.predictForMat(part, size, FEATURES, true, normal, "num_threads=1")[0];
    }

    private static double[] rows() {
        Random random = new Random(1);
        double[] rows = new double[ROWS * FEATURES];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = random.nextGaussian();
        }
        return rows;
    }

    /** Labels with much noise, so that all trees grow to their full size. */
    private static String train(double[] rows, int leaves) throws LGBMException {
        Random random = new Random(2);
        float[] labels = new float[ROWS];
        for (int row = 0; row < ROWS; row++) {
            double signal = rows[row * FEATURES] * rows[row * FEATURES + 1];
            labels[row] = (float) (signal + 2 * random.nextGaussian());
        }
        String parameters =
                "verbosity=-1 num_threads=1 min_data_in_leaf=1 max_depth=8 num_leaves=" + leaves;
        LGBMDataset dataset =
                LGBMDataset.createFromMat(rows, ROWS, FEATURES, true, parameters, null);
        dataset.setField("label", labels);
        LGBMBooster booster = LGBMBooster.create(dataset, parameters);
        for (int i = 0; i < 100; i++) {
            booster.updateOneIter();
        }
        String text = booster.saveModelToString(0, 0, LGBMBooster.FeatureImportanceType.GAIN);
        booster.close();
        dataset.close();
        return text;
    }

    private static double micros(double[] rows, int size, Call call) throws LGBMException {
        double[][] parts = new double[ROWS / size][];
        for (int i = 0; i < parts.length; i++) {
            int first = i * size * FEATURES;
            parts[i] = Arrays.copyOfRange(rows, first, first + size * FEATURES);
        }
        int calls = Math.max(20, 20_000 / size);
        long best = Long.MAX_VALUE;
        double sum = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = cpuNanos();
            for (int i = 0; i < calls; i++) {
                sum += call.predict(parts[i % parts.length]);
            }
            best = Math.min(best, cpuNanos() - start);
        }
        // Used, so that no compiler leaves the predictions out.
        return Double.isNaN(sum) ? Double.NaN : best / 1e3 / calls;
    }

    /** What a call leaves to the garbage collector, once it is compiled. */
    private static long bytes(double[] rows, int size, Call call) throws LGBMException {
        double[] part = Arrays.copyOf(rows, size * FEATURES);
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
