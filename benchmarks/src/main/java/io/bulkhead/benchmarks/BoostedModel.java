package io.bulkhead.benchmarks;

import ai.catboost.CatBoostModel;
import com.microsoft.ml.lightgbm.PredictionType;
import io.github.metarank.lightgbm4j.LGBMBooster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.XGBoost;

/** A model that both our kernel and the library's have loaded, and rows for them. */
interface BoostedModel extends AutoCloseable {
    BoostedModel NONE = new Pair(() -> 0, () -> 0, () -> {});

    /** What our kernel predicts. */
    Object ours();

    /** What the library predicts. */
    Object library() throws Exception;

    /** A call that may fail. */
    @FunctionalInterface
    interface Call {
        Object run() throws Exception;
    }

    /** The two calls of a model. */
    record Pair(java.util.function.Supplier<Object> kernel, Call call, AutoCloseable handle)
            implements BoostedModel {
        @Override
        public Object ours() {
            return kernel.get();
        }

        @Override
        public Object library() throws Exception {
            return call.run();
        }

        @Override
        public void close() throws Exception {
            handle.close();
        }
    }

    /**
     * Loads one of the models of {@code models.py}.
     *
     * @param values of all rows, row by row
     */
    static BoostedModel load(String name, Path folder, float[] values, int rows) throws Exception {
        return switch (name) {
            case "xgboost" -> xgboost(folder.resolve("model.ubj"), values, rows);
            case "lightgbm" -> lightgbm(folder.resolve("model.txt"), values, rows);
            case "catboost" -> catboost(folder.resolve("model.cbm"), values, rows);
            default -> catboost(folder.resolve(name + ".cbm"), values, rows);
        };
    }

    private static BoostedModel xgboost(Path file, float[] values, int rows) throws Exception {
        var predictor =
                io.bulkhead.plugin.xgboost.kernel.Predictor.of(
                        new io.bulkhead.plugin.xgboost.format.ModelFile(file).read());
        Booster booster = XGBoost.loadModel(file.toString());
        booster.setParam("nthread", 1);
        int width = values.length / rows;
        return new Pair(
                () -> predictor.predict(values, rows),
                () -> booster.inplace_predict(values, rows, width, Float.NaN),
                booster::dispose);
    }

    private static BoostedModel lightgbm(Path file, float[] values, int rows) throws Exception {
        var predictor =
                io.bulkhead.plugin.lightgbm.kernel.Predictor.of(
                        new io.bulkhead.plugin.lightgbm.format.ModelFile(file).read());
        LGBMBooster booster = LGBMBooster.loadModelFromString(Files.readString(file));
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        PredictionType normal = PredictionType.C_API_PREDICT_NORMAL;
        int width = values.length / rows;
        Call library =
                rows == 1
                        ? () -> booster.predictForMatSingleRow(wide, normal)
                        : () ->
                                booster.predictForMat(
                                        wide, rows, width, true, normal, "num_threads=1");
        return new Pair(() -> predictor.predict(wide, rows), library, booster);
    }

    private static BoostedModel catboost(Path file, float[] values, int rows) throws Exception {
        var predictor =
                io.bulkhead.plugin.catboost.kernel.Predictor.of(
                        new io.bulkhead.plugin.catboost.format.ModelFile(file).read());
        CatBoostModel library = CatBoostModel.loadModel(file.toString());
        String[][] none = new String[rows][0];
        int[] hashes = {};
        return new Pair(
                () -> predictor.predict(values, hashes, rows),
                () -> library.predict(lines(values, rows), none),
                library);
    }

    /** What the library takes: requests have their numbers in one array. */
    private static float[][] lines(float[] values, int rows) {
        float[][] lines = new float[rows][];
        int width = values.length / rows;
        for (int row = 0; row < rows; row++) {
            lines[row] = Arrays.copyOfRange(values, row * width, (row + 1) * width);
        }
        return lines;
    }
}
