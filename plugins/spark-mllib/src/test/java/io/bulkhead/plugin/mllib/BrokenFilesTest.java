package io.bulkhead.plugin.mllib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.bulkhead.api.Model;
import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is done to the bytes of a model, loading it ends soon, with a model or with a reason.
 */
class BrokenFilesTest {
    /** {@code -Dfuzz.rounds=100} breaks each file of every model as often. */
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 0);

    private static final int FLIPS_OF_EACH_FILE = Math.max(8, ROUNDS);
    private static final int CUTS_OF_EACH_FILE = Math.max(3, ROUNDS / 4);

    /** Trees, nested lists, maps, many folders, texts, matrices, the older interface. */
    private static final List<String> MODELS =
            List.of(
                    "random-forest-classifier",
                    "decision-tree-classifier",
                    "pipeline-tabular",
                    "vector-indexer-keep",
                    "gaussian-mixture",
                    "one-vs-rest",
                    "bisecting-kmeans",
                    "r-formula",
                    "als",
                    "logistic-regression-multinomial",
                    "multilayer-perceptron",
                    "polynomial-expansion",
                    "sql-transformer",
                    "rdd-random-forest",
                    "rdd-naive-bayes");

    @TempDir Path folder;

    @TestFactory
    Stream<DynamicTest> brokenModelsAreRefusedOrServed() throws IOException {
        return SparkCase.unpack("spark-3.5.zip", folder).stream()
                .filter(one -> ROUNDS > 0 || MODELS.contains(one.name()))
                .map(one -> DynamicTest.dynamicTest(one.name(), () -> breakEachFile(one)));
    }

    private static void breakEachFile(SparkCase spark) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(spark.model())) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        Random random = new Random(spark.name().hashCode() + ROUNDS);
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            byte[] good = Files.readAllBytes(file);
            for (int i = 0; i < FLIPS_OF_EACH_FILE; i++) {
                byte[] bad = good.clone();
                for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                    bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
                }
                load(spark, file, bad);
            }
            for (int i = 0; i < CUTS_OF_EACH_FILE; i++) {
                load(spark, file, Arrays.copyOf(good, random.nextInt(good.length)));
            }
            Files.write(file, good);
        }
    }

    private static void load(SparkCase spark, Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes);
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> loadOrRefuse(spark));
    }

    private static void loadOrRefuse(SparkCase spark) {
        try (Model model = new MllibRuntimeFactory().create(new TestContext(spark.model()))) {
            ask(spark, model);
        } catch (ServingException refused) {
            assertThat(refused.code()).isEqualTo(ErrorCode.MODEL_LOAD_FAILED);
            assertThat(refused.reason()).isNotBlank();
        }
    }

    /** A model that loads in spite of its wounds answers, or says what it does not like. */
    private static void ask(SparkCase spark, Model model) {
        try {
            List<Tensor> inputs = spark.inputs();
            InferenceRequest request = InferenceRequest.of(inputs.toArray(new Tensor[0]));
            assertThat(model.predict(request, RequestContext.background())).isCompleted();
        } catch (ServingException refused) {
            assertThat(refused.code()).isIn(ErrorCode.UNPROCESSABLE, ErrorCode.INVALID_ARGUMENT);
        }
    }
}
