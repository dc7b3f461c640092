package io.bulkhead.plugin.sklearn;

import static org.assertj.core.api.Assertions.assertThat;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.sklearn.estimator.Estimator;
import io.bulkhead.plugin.sklearn.estimator.EstimatorConverter;
import io.bulkhead.plugin.sklearn.estimator.Method;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PickleLimits;
import io.bulkhead.plugin.sklearn.pickle.PickleReader;
import io.bulkhead.plugin.sklearn.value.TensorValues;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Bytes of predictors' files changed at random: refused when loaded, or able to answer. */
class DamagedPredictorsTest {
    private static final Path FIXTURES =
            Path.of("src/test/resources/fixtures/predictors/sklearn-1.5.2");
    private static final int TIMES = 25;
    private static final double[] ROWS = {1, 2, 0, 1, 0.5, -0.3, 2, 0.1};

    private final PickleReader reader = new PickleReader(PickleLimits.forHeap(64 << 20));

    @TestFactory
    Stream<DynamicTest> areRefusedOrAnswer() throws IOException {
        try (Stream<Path> files = Files.list(FIXTURES)) {
            List<Path> models =
                    files.filter(file -> file.toString().endsWith(".joblib")).sorted().toList();
            return models.stream()
                    .map(
                            file ->
                                    DynamicTest.dynamicTest(
                                            file.getFileName().toString(), () -> damage(file)));
        }
    }

    private void damage(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = new InflaterInputStream(Files.newInputStream(file))) {
            bytes = in.readAllBytes();
        }
        Random random = new Random(11);
        for (int i = 0; i < TIMES; i++) {
            byte[] damaged = bytes.clone();
            for (int flip = random.nextInt(3); flip >= 0; flip--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            convert(damaged);
        }
    }

    private void convert(byte[] file) {
        try {
            Object root = reader.read(new ByteArrayInputStream(file));
            ask(new EstimatorConverter(EstimatorCatalog::find).convert(root));
        } catch (PickleException expected) {
            assertThat(expected.getMessage()).isNotBlank();
        }
    }

    private static void ask(Estimator estimator) {
        TensorValues rows = new TensorValues(Tensor.of("x", Shape.of(2, 4), ROWS));
        for (Method method : estimator.methods()) {
            try {
                assertThat(estimator.apply(method, rows).rows()).isEqualTo(2);
            } catch (ServingException refused) {
                assertThat(refused.code()).isEqualTo(ErrorCode.UNPROCESSABLE);
            }
        }
    }
}
