package io.bulkhead.plugin.sklearn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a file is damaged, it is refused with a reason or read; nothing else comes out. */
class DamagedFilesTest {
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");
    private static final int FLIPS = 4000;

    private final PickleReader reader = new PickleReader(PickleLimits.forHeap(64 << 20));

    @ParameterizedTest
    @ValueSource(strings = {"values-0.pkl", "values-4.pkl", "values-5.pkl", "values.joblib"})
    void everyTruncationIsRefused(String name) throws Exception {
        byte[] file = Files.readAllBytes(FIXTURES.resolve(name));
        for (int length = 0; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThatExceptionOfType(PickleException.class).isThrownBy(() -> read(cut));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zlib", "gzip", "bz2", "lzma", "xz", "lz4"})
    void damagedCompressionIsRefusedOrRead(String compression) throws Exception {
        Path file = FIXTURES.resolve("compressed-" + compression + ".joblib");
        flipBytes(Files.readAllBytes(file), FLIPS / 10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"values-0.pkl", "values-2.pkl", "values-5.pkl", "values.joblib"})
    void damagedValuesAreRefusedOrRead(String name) throws Exception {
        flipBytes(Files.readAllBytes(FIXTURES.resolve(name)), FLIPS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"forest", "pipeline-columns", "one-hot-rare", "logistic-three"})
    void damagedModelsAreRefusedOrRead(String name) throws Exception {
        flipBytes(inflated(FIXTURES.resolve("sklearn-1.5.2/" + name + ".joblib")), FLIPS);
    }

    @Test
    void randomBytesAreRefused() {
        Random random = new Random(3);
        for (int i = 0; i < FLIPS; i++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            convert(bytes);
        }
    }

    private void flipBytes(byte[] file, int times) {
        Random random = new Random(7);
        for (int i = 0; i < times; i++) {
            byte[] damaged = file.clone();
            int flips = 1 + random.nextInt(3);
            for (int flip = 0; flip < flips; flip++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            convert(damaged);
        }
    }

    private void convert(byte[] file) {
        try {
            ask(new EstimatorConverter(EstimatorCatalog.readers()).convert(read(file)));
        } catch (PickleException expected) {
            // the reader's own exception is the only one that may come
        }
    }

    /** What was converted must also answer, or refuse the input as a client's mistake. */
    private static void ask(Estimator estimator) {
        Tensor row = Tensor.of("x", Shape.of(2, 5), new double[] {1, 2, 3, 4, 5, 9, 8, 7, 6, 5});
        for (Method method : estimator.methods()) {
            try {
                estimator.apply(method, new TensorValues(row)).encodable();
            } catch (ServingException expected) {
                assertThat(expected.code()).isEqualTo(ErrorCode.UNPROCESSABLE);
            }
        }
    }

    private Object read(byte[] file) throws PickleException {
        return reader.read(new ByteArrayInputStream(file));
    }

    private static byte[] inflated(Path file) throws Exception {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        try (InputStream in = new InflaterInputStream(Files.newInputStream(file))) {
            in.transferTo(plain);
        }
        return plain.toByteArray();
    }
}
