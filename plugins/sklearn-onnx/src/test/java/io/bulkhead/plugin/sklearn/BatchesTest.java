package io.bulkhead.plugin.sklearn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkhead.api.Model;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches of single precision, which kernels of their own compute. */
class BatchesTest {
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");
    private static final int ROWS = 700;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "predictors/sklearn-1.7.2-single/three",
                "predictors/sklearn-1.7.2-single/two",
                "options/tuned-logisticregression-no"
            })
    void answersAsRowByRow(String name) {
        try (Model model = model(name)) {
            int features = features(model);
            float[] values = values(features);

            Tensor together = predict(model, values, features);

            assertThat(together.size()).isEqualTo(ROWS);
            for (int row = 0; row < ROWS; row++) {
                float[] one = Arrays.copyOfRange(values, row * features, (row + 1) * features);
                assertThat(label(together, row))
                        .as("row %d", row)
                        .isEqualTo(label(predict(model, one, features), 0));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "predictors/sklearn-1.7.2-single/three, NaN, contains NaN",
        "predictors/sklearn-1.7.2-single/three, -Infinity, contains infinity",
        "options/tuned-logisticregression-no, NaN, contains NaN",
        "options/tuned-logisticregression-no, Infinity, contains infinity"
    })
    void refusesWhatIsNotFinite(String name, float value, String reason) {
        try (Model model = model(name)) {
            int features = features(model);
            float[] values = values(features);
            values[values.length - 2] = value;

            assertThatThrownBy(() -> predict(model, values, features))
                    .isInstanceOf(ServingException.class)
                    .hasMessageContaining(reason);
        }
    }

    private static String label(Tensor labels, int row) {
        return labels.data() instanceof BytesData texts
                ? texts.stringAt(row)
                : Long.toString(labels.numbers().longAt(row));
    }

    private static Model model(String name) {
        Path file = FIXTURES.resolve(name + ".joblib");
        return new SklearnRuntimeFactory().create(TestContext.of(file));
    }

    private static int features(Model model) {
        return Math.toIntExact(model.metadata().inputs().get(0).shape().dimension(1));
    }

    private static float[] values(int features) {
        float[] values = new float[ROWS * features];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i * 37 % 101) / 25f - 2;
        }
        return values;
    }

    private static Tensor predict(Model model, float[] values, int features) {
        Tensor rows = Tensor.of("x", Shape.of(values.length / features, features), values);
        return model.predict(InferenceRequest.of(rows), RequestContext.background())
                .toCompletableFuture()
                .join()
                .outputs()
                .get(0);
    }
}
