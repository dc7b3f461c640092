package io.bulkhead.plugin.lightgbm.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.ml.lightgbm.PredictionType;
import io.bulkhead.plugin.lightgbm.format.ModelFile;
import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMDataset;
import io.github.metarank.lightgbm4j.LGBMException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Trains with LightGBM itself and compares with what it predicts, on rows that it has not seen.
 * (Without models of several classes: lightgbm4j 4.3.0-1 crashes the JVM when such a model predicts
 * a matrix. The recorded cases have them.)
 */
class NativeAgreementTest {
    private static final int ROWS = 2000;
    private static final int FEATURES = 7;

    private static double[] training = {};
    private static double[] unseen = {};

    @TempDir private Path folder;

    @BeforeAll
    static void makeRows() {
        Random random = new Random(3);
        training = rows(random);
        unseen = rows(random);
        double[] odd = {
            Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 1e-36, -1e-36, 1e300, -5, 1e12
        };
        System.arraycopy(odd, 0, unseen, 0, odd.length);
    }

    /** The first two features are small integers, so that they can be categories. */
    private static double[] rows(Random random) {
        double[] rows = new double[ROWS * FEATURES];
        for (int i = 0; i < rows.length; i++) {
            boolean integer = i % FEATURES < 2;
            double value =
                    integer ? random.nextInt(70) : Math.round(random.nextGaussian() * 50) / 20.0;
            rows[i] = random.nextInt(8) == 0 ? Double.NaN : value;
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "objective=regression",
                "objective=regression reg_sqrt=true",
                "objective=regression_l1",
                "objective=regression_l1 reg_sqrt=true",
                "objective=huber reg_sqrt=true",
                "objective=fair",
                "objective=quantile alpha=0.9",
                "objective=mape",
                "objective=poisson",
                "objective=gamma",
                "objective=tweedie",
                "objective=cross_entropy_lambda",
                "objective=binary",
                "objective=binary sigmoid=0.7",
                "objective=binary boosting=rf bagging_freq=1 bagging_fraction=0.6",
                "objective=regression boosting=dart",
                "objective=regression zero_as_missing=true",
                "objective=regression use_missing=false",
                "objective=regression linear_tree=true",
                "objective=regression min_data_in_leaf=1500",
                "objective=regression categorical_feature=0,1",
                "objective=regression categorical_feature=0,1 max_cat_to_onehot=100",
                "objective=binary num_leaves=200 min_data_in_leaf=1",
            })
    void predictsAsTheLibraryDoes(String parameters) throws Exception {
        Path file = folder.resolve("model.txt");
        Files.writeString(file, train(parameters));
        Predictor predictor = Predictor.of(new ModelFile(file).read());

        LGBMBooster booster = LGBMBooster.createFromModelfile(file.toString());
        try {
            // The library answers PREDICT_RAW_SCORE with unscaled sums, so does our rawScores.
            PredictionType raw = PredictionType.C_API_PREDICT_RAW_SCORE;
            PredictionType normal = PredictionType.C_API_PREDICT_NORMAL;
            assertClose(
                    predictor.rawScores(unseen, ROWS),
                    booster.predictForMat(unseen, ROWS, FEATURES, true, raw));
            assertClose(
                    predictor.predict(unseen, ROWS),
                    booster.predictForMat(unseen, ROWS, FEATURES, true, normal));
        } finally {
            booster.close();
        }
    }

    private static String train(String parameters) throws LGBMException, IOException {
        String all = parameters + " verbosity=-1 num_threads=1 max_bin=63";
        LGBMBooster.loadNative();
        LGBMDataset dataset = LGBMDataset.createFromMat(training, ROWS, FEATURES, true, all, null);
        try {
            dataset.setField("label", labels(parameters));
            LGBMBooster booster = LGBMBooster.create(dataset, all);
            try {
                for (int i = 0; i < 13; i++) {
                    booster.updateOneIter();
                }
                return booster.saveModelToString(0, 0, LGBMBooster.FeatureImportanceType.GAIN);
            } finally {
                booster.close();
            }
        } finally {
            dataset.close();
        }
    }

    /** Learnable from the features, and within what the objective takes. */
    private static float[] labels(String parameters) {
        float[] labels = new float[ROWS];
        for (int row = 0; row < ROWS; row++) {
            double third = training[row * FEATURES + 2];
            double sum = training[row * FEATURES] % 5 + (Double.isNaN(third) ? 3 : 2 * third);
            int number = Double.isNaN(sum) ? 0 : Math.floorMod((int) sum, 4);
            labels[row] = number > 1 ? 1 : 0;
            if (parameters.contains("gamma") || parameters.contains("mape")) {
                labels[row] += 1;
            }
        }
        return labels;
    }

    private static void assertClose(double[] found, double[] wanted) {
        assertThat(found).hasSameSizeAs(wanted);
        for (int i = 0; i < found.length; i++) {
            double difference = Math.abs(found[i] - wanted[i]);
            boolean close =
                    Double.compare(found[i], wanted[i]) == 0
                            || difference <= 1e-13 * Math.max(1, Math.abs(wanted[i]));
            assertThat(close).as("value %d: %s, not %s", i, found[i], wanted[i]).isTrue();
        }
    }
}
