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
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a file is damaged, it is refused with a reason or read; nothing else comes out. */
class DamagedFilesTest {
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");
    private static final int FLIPS = 4000;
    private static final int DAMAGES = 6;

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

    /** Every model of the tests, of every version and kind: cut, flipped and grown. */
    @Test
    void everyModelMayBeDamagedAnywhere() throws Exception {
        List<Path> files;
        try (Stream<Path> all = Files.walk(FIXTURES)) {
            files = all.filter(DamagedFilesTest::isPickle).sorted().toList();
        }
        assertThat(files).hasSizeGreaterThan(200);
        Random random = new Random(11);
        for (Path file : files) {
            byte[] whole = Files.readAllBytes(file);
            byte[] plain = isDeflated(whole) ? inflated(file) : whole;
            for (int i = 0; i < DAMAGES; i++) {
                int at = random.nextInt(plain.length);
                convert(Arrays.copyOf(plain, at));
                byte[] flipped = plain.clone();
                flipped[at] = (byte) random.nextInt(256);
                convert(flipped);
                convert(grown(plain, at, random));
                convert(grown(whole, random.nextInt(whole.length), random));
            }
        }
    }

    private static boolean isPickle(Path file) {
        String name = file.toString();
        return name.endsWith(".joblib") || name.endsWith(".pkl") || name.endsWith(".pickle");
    }

    private static boolean isDeflated(byte[] file) {
        return file.length > 2
                && file[0] == 0x78
                && (((file[0] << 8) | (file[1] & 0xff)) % 31) == 0;
    }

    private static byte[] grown(byte[] file, int at, Random random) {
        byte[] more = new byte[1 + random.nextInt(64)];
        random.nextBytes(more);
        byte[] grown = Arrays.copyOf(file, file.length + more.length);
        System.arraycopy(file, at, grown, at + more.length, file.length - at);
        System.arraycopy(more, 0, grown, at, more.length);
        return grown;
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
            ask(new EstimatorConverter(EstimatorCatalog::find).convert(read(file)));
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
