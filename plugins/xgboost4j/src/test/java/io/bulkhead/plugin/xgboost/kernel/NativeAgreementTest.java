package io.bulkhead.plugin.xgboost.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bulkhead.plugin.xgboost.format.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trains with XGBoost itself and compares with what it predicts, on rows that it has not seen. */
class NativeAgreementTest {
    private static final int ROWS = 2000;
    private static final int FEATURES = 7;

    private static float[] training = {};
    private static float[] unseen = {};

    @TempDir private Path folder;

    @BeforeAll
    static void makeRows() {
        Random random = new Random(3);
        training = rows(random);
        unseen = rows(random);
        unseen[0] = Float.MAX_VALUE;
        unseen[1] = -Float.MAX_VALUE;
        unseen[2] = -0f;
    }

    private static float[] rows(Random random) {
        float[] rows = new float[ROWS * FEATURES];
        for (int i = 0; i < rows.length; i++) {
            rows[i] =
                    random.nextInt(8) == 0
                            ? Float.NaN
                            : Math.round(random.nextGaussian() * 50) / 20f;
        }
        return rows;
    }

    @ParameterizedTest
    @CsvSource({
        "reg:squarederror, gbtree, 0, 1",
        "reg:squaredlogerror, gbtree, 0, 1",
        "reg:logistic, gbtree, 0, 1",
        "reg:pseudohubererror, gbtree, 0, 1",
        "reg:absoluteerror, gbtree, 0, 1",
        "reg:gamma, gbtree, 0, 1",
        "reg:tweedie, gbtree, 0, 1",
        "count:poisson, gbtree, 0, 1",
        "survival:cox, gbtree, 0, 1",
        "binary:logistic, gbtree, 0, 1",
        "binary:logitraw, gbtree, 0, 1",
        "binary:hinge, gbtree, 0, 1",
        "multi:softprob, gbtree, 4, 1",
        "multi:softmax, gbtree, 4, 1",
        "multi:softprob, gbtree, 4, 3",
        "binary:logistic, dart, 0, 1",
        "multi:softprob, dart, 4, 1",
        "reg:squarederror, gblinear, 0, 1",
        "multi:softprob, gblinear, 4, 1",
        "rank:pairwise, gbtree, 0, 1",
    })
    void predictsAsTheLibraryDoes(String objective, String booster, int classes, int parallelTrees)
            throws Exception {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("objective", objective);
        parameters.put("booster", booster);
        parameters.put("num_parallel_tree", parallelTrees);
        parameters.put("subsample", 0.7);
        parameters.put("max_depth", 5);
        parameters.put("nthread", 1);
        parameters.put("verbosity", 0);
        if (classes > 0) {
            parameters.put("num_class", classes);
        }
        if (booster.equals("dart")) {
            parameters.put("rate_drop", 0.3);
        }
        if (booster.equals("gbtree")) {
            parameters.put("tree_method", "hist");
        }
        float lowestLabel = objective.equals("reg:gamma") ? 1 : 0;
        Booster trained = train(parameters, Math.max(2, classes), lowestLabel);
        try {
            for (String format : new String[] {"json", "ubj", "deprecated"}) {
                assertAgrees(trained, format);
            }
        } finally {
            trained.dispose();
        }
    }

    private static Booster train(Map<String, Object> parameters, int classes, float lowestLabel)
            throws XGBoostError {
        DMatrix matrix = new DMatrix(training, ROWS, FEATURES, Float.NaN);
        try {
            matrix.setLabel(labels(classes, lowestLabel));
            return XGBoost.train(matrix, parameters, 13, Map.of(), null, null);
        } finally {
            matrix.dispose();
        }
    }

    /** Of the first two features, so that there is something to learn; legal for all objectives. */
    private static float[] labels(int classes, float lowest) {
        float[] labels = new float[ROWS];
        for (int row = 0; row < ROWS; row++) {
            float first = training[row * FEATURES];
            float second = training[row * FEATURES + 1];
            float sum = (Float.isNaN(first) ? 1 : first) - (Float.isNaN(second) ? 1 : second);
            labels[row] = lowest + Math.floorMod((int) Math.floor(sum), classes);
        }
        return labels;
    }

    private void assertAgrees(Booster trained, String format) throws XGBoostError, IOException {
        Path file = folder.resolve("model." + format);
        trained.saveModel(file.toString());
        Predictor predictor = Predictor.of(new ModelFile(file).read());
        DMatrix matrix = new DMatrix(unseen, ROWS, FEATURES, Float.NaN);
        try {
            assertClose(predictor.margins(unseen, ROWS), trained.predict(matrix, true));
            assertClose(predictor.predict(unseen, ROWS), trained.predict(matrix));
            if (format.equals("deprecated")) { // the other formats hold the same, as just seen
                assertExplainsAs(trained, matrix, predictor);
            }
        } finally {
            matrix.dispose();
        }
    }

    private static void assertExplainsAs(Booster trained, DMatrix matrix, Predictor predictor)
            throws XGBoostError {
        assertNear(predictor.contributions(unseen, ROWS), trained.predictContrib(matrix, 0));
        if (predictor.hasLeaves()) {
            int[] leaves = predictor.leaves(unseen, ROWS);
            float[][] wanted = trained.predictLeaf(matrix, 0);
            assertThat(leaves).hasSize(ROWS * wanted[0].length);
            for (int i = 0; i < leaves.length; i++) {
                float leaf = wanted[i / wanted[0].length][i % wanted[0].length];
                assertThat(leaves[i]).isEqualTo((int) leaf);
            }
        }
    }

    /** To what is left of 32 bits when the library has added and divided in them. */
    private static void assertNear(float[] found, float[][] wanted) {
        int width = wanted[0].length;
        assertThat(found).hasSize(wanted.length * width);
        for (int row = 0; row < wanted.length; row++) {
            float largest = 0;
            for (float value : wanted[row]) {
                largest = Math.max(largest, Math.abs(value));
            }
            for (int i = 0; i < width; i++) {
                assertThat(found[row * width + i])
                        .as("row %d, feature %d", row, i)
                        .isCloseTo(wanted[row][i], within(1e-5f * Math.max(0.1f, largest)));
            }
        }
    }

    private static void assertClose(float[] found, float[][] wanted) {
        int width = wanted[0].length;
        assertThat(found).hasSize(wanted.length * width);
        for (int i = 0; i < found.length; i++) {
            float expected = wanted[i / width][i % width];
            float difference = Math.abs(found[i] - expected);
            boolean close =
                    found[i] == expected || difference <= 1e-6f * Math.max(1, Math.abs(expected));
            assertThat(close).as("row %d: %s, not %s", i / width, found[i], expected).isTrue();
        }
    }
}
