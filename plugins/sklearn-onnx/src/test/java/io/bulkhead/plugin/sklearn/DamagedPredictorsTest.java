package io.bulkhead.plugin.sklearn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Bytes of predictors' files changed at random: refused when loaded, or able to answer. */
class DamagedPredictorsTest {
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/predictors");
    private static final int TIMES = 25;
    private static final double[] ROW = {1, 2, 0, 1, 0.5, 0.3, 2, 0.1, 3, 0.2, 1, 0.7};

    private final PickleReader reader = new PickleReader(PickleLimits.forHeap(64 << 20));

    @TestFactory
    Stream<DynamicTest> areRefusedOrAnswer() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String folder : List.of("sklearn-1.5.2", "sklearn-1.9.1-codes")) {
            try (Stream<Path> files = Files.list(FIXTURES.resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".joblib"))
                        .sorted()
                        .map(
                                file ->
                                        dynamicTest(
                                                folder + "/" + file.getFileName(),
                                                () -> damage(file)))
                        .forEach(tests::add);
            }
        }
        return tests.stream();
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

    /** Rows of as many features as the files of the folders have. */
    private static void ask(Estimator estimator) {
        for (int features : new int[] {4, 5, 6, 12}) {
            double[] cells = new double[2 * features];
            System.arraycopy(ROW, 0, cells, 0, features);
            System.arraycopy(ROW, 0, cells, features, features);
            ask(estimator, new TensorValues(Tensor.of("x", Shape.of(2, features), cells)));
        }
    }

    private static void ask(Estimator estimator, TensorValues rows) {
        for (Method method : estimator.methods()) {
            try {
                assertThat(estimator.apply(method, rows).rows()).isEqualTo(2);
            } catch (ServingException refused) {
                assertThat(refused.code()).isEqualTo(ErrorCode.UNPROCESSABLE);
            }
        }
    }
}
