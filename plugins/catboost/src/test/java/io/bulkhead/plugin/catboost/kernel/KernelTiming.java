package io.bulkhead.plugin.catboost.kernel;

import ai.catboost.CatBoostModel;
import io.bulkhead.plugin.catboost.format.ModelDocument;
import io.bulkhead.plugin.catboost.format.ModelFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;

/**
 * Times our kernel beside CatBoost's library, on the models that its arguments name: microseconds
 * of CPU for one call, the best of several rounds.
 */
final class KernelTiming {
    private static final int[] ROW_COUNTS = {1, 4, 8, 16, 64, 256, 1000};
    private static final long ROUND_NANOS = 100_000_000;
    private static final int ROUNDS = 6;

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final float[][] floats;
    private final String[][] texts;
    private final Predictor predictor;
    private final CatBoostModel library;

    private KernelTiming(Path file, int rows) throws Exception {
        ModelDocument document = new ModelFile(file).read();
        this.predictor = Predictor.of(document);
        this.library = CatBoostModel.loadModel(file.toString());
        this.floats = new float[rows][document.floats().size()];
        this.texts = new String[rows][document.categories().size()];
        Random random = new Random(1);
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < floats[row].length; i++) {
                floats[row][i] = (float) random.nextGaussian();
            }
            for (int i = 0; i < texts[row].length; i++) {
                texts[row][i] = String.valueOf(random.nextInt(i == 0 ? 50 : 8));
            }
        }
    }

    public static void main(String... files) throws Exception {
        for (String file : files) {
            System.out.println(file);
            for (int rows : ROW_COUNTS) {
                KernelTiming timing = new KernelTiming(Path.of(file), rows);
                System.out.printf(
                        "timed %d %.2f %.2f %d%n",
                        rows, micros(timing::ours), micros(timing::library), timing.bytes());
                timing.library.close();
            }
        }
    }

    private double ours() {
        int rows = floats.length;
        int width = floats[0].length;
        float[] flat = new float[rows * width];
        int[] hashes = new int[rows * texts[0].length];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(floats[row], 0, flat, row * width, width);
            for (int i = 0; i < texts[row].length; i++) {
                byte[] text = texts[row][i].getBytes(StandardCharsets.UTF_8);
                hashes[row * texts[row].length + i] = CityHash.category(text, text.length);
            }
        }
        return predictor.predict(flat, hashes, rows)[0];
    }

    /** What a call leaves to the garbage collector, once it is compiled; rows are ready. */
    private long bytes() {
        float[] flat = new float[floats.length * floats[0].length];
        int[] hashes = new int[floats.length * texts[0].length];
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 10; i++) {
            predictor.predict(flat, hashes, floats.length);
        }
        return (THREADS.getCurrentThreadAllocatedBytes() - before) / 10;
    }

    private double library() throws Exception {
        return library.predict(floats, texts).get(0, 0);
    }

    private interface Call {
        double run() throws Exception;
    }

    private static double micros(Call call) throws Exception {
        double best = Double.MAX_VALUE;
        double sum = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = cpu();
            long calls = 0;
            while (cpu() - start < ROUND_NANOS) {
                for (int i = 0; i < 20; i++, calls++) {
                    sum += call.run();
                }
            }
            best = Math.min(best, (cpu() - start) / 1e3 / calls);
        }
        return Double.isNaN(sum) ? Double.NaN : best; // so that no call can be left out
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
