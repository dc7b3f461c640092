package io.bulkhead.plugin.sklearn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkhead.api.Model;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.BytesData;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import io.bulkhead.plugin.sklearn.pickle.PickleLimits;
import io.bulkhead.plugin.sklearn.pickle.SkopsReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Models as skops files answer as they do as pickles; damaged ones are refused. */
class SkopsFilesTest {
    private static final Path FILES = Path.of("src/test/resources/fixtures/skops");
    private static final Path PICKLES = Path.of("../../conformance/corpus/models/runtimes");
    private static final PickleLimits LIMITS = PickleLimits.forHeap(256L << 20);
    private static final int ROWS = 7;

    @TempDir private Path work;

    @TestFactory
    List<DynamicTest> answersAsThePickleDoes() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            List<DynamicTest> tests = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString().replace(".skops", "");
                tests.add(DynamicTest.dynamicTest(name, () -> assertSameAnswers(file, name)));
            }
            return tests;
        }
    }

    private static void assertSameAnswers(Path file, String name) {
        Model pickled = load(PICKLES.resolve(name).resolve("model.joblib"));
        Model model = load(file);
        List<TensorMetadata> inputs = pickled.metadata().inputs();
        assertThat(model.metadata()).isEqualTo(pickled.metadata());
        assertThat(inputs).as("models of numbers").hasSize(1);

        InferenceRequest request = request((int) inputs.get(0).shape().dimension(1));
        List<?> expected = values(pickled, request);
        assertThat(values(model, request)).isEqualTo(expected);
    }

    private static InferenceRequest request(int width) {
        double[] values = new Random(width).doubles((long) ROWS * width, 0, 5).toArray();
        return InferenceRequest.of(Tensor.of("x", Shape.of(ROWS, width), values));
    }

    private static List<?> values(Model model, InferenceRequest request) {
        try {
            Tensor answer =
                    model.predict(request, RequestContext.background())
                            .toCompletableFuture()
                            .join()
                            .outputs()
                            .get(0);
            return answer.data() instanceof BytesData text
                    ? text.toStrings()
                    : Arrays.stream(answer.toDoubles()).boxed().toList();
        } catch (ServingException e) { // what cannot be predicted fails the same way
            return List.of(e.reason());
        }
    }

    private static Model load(Path file) {
        return new SklearnRuntimeFactory().create(TestContext.of(file));
    }

    private static Path any() {
        return FILES.resolve("sk-decision-tree-regressor.skops");
    }

    @Test
    void classOffTheWhitelistIsRefusedByName() throws IOException {
        Path file = changed("sklearn.tree._classes", "os");
        assertThatThrownBy(() -> new SkopsReader(LIMITS).read(file))
                .isInstanceOf(PickleException.class)
                .hasMessageContaining("'os.DecisionTreeRegressor', which is not on the whitelist");
    }

    @Test
    void unknownLoaderIsRefused() throws IOException {
        Path file = changed("\"TreeNode\"", "\"MethodNode\"");
        assertThatThrownBy(() -> new SkopsReader(LIMITS).read(file))
                .hasMessageContaining("'MethodNode' of skops, which is not supported");
    }

    @Test
    void fileThatIsNotInTheArchiveIsNamed() throws IOException {
        Path file = changed(".npy", ".np");
        assertThatThrownBy(() -> new SkopsReader(LIMITS).read(file))
                .hasMessageContaining("which is not in it");
    }

    @Test
    void moreBytesThanAllowedAreNotRead() {
        PickleLimits tight = new PickleLimits(1000, 1 << 20, 1 << 20, 16);
        assertThatThrownBy(() -> new SkopsReader(tight).read(any()))
                .hasMessageContaining("more than 1000 bytes");
    }

    @Test
    void endlessNestingIsRefused() throws IOException {
        String open = "{\"__loader__\":\"ListNode\",\"content\":[";
        Path file = archive(Map.of("schema.json", open.repeat(5000).getBytes(UTF_8)));
        assertThatThrownBy(() -> new SkopsReader(LIMITS).read(file))
                .isInstanceOf(PickleException.class);
    }

    @Test
    void cutOffFilesAreRefusedWhereverTheyEnd() throws IOException {
        byte[] whole = Files.readAllBytes(any());
        Path file = work.resolve("cut.skops");
        for (int length = 0; length < whole.length; length += 61) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> new SkopsReader(LIMITS).read(file))
                    .isInstanceOf(PickleException.class);
        }
    }

    @Test
    void damagedArraysAreRefusedWhereverTheyAreDamaged() throws IOException {
        Map<String, byte[]> entries = entries(any());
        for (String name : entries.keySet()) {
            byte[] bytes = entries.get(name);
            if (name.endsWith(".npy")) {
                for (int i = 0; i < Math.min(bytes.length, 128); i += 3) {
                    byte[] cut = Arrays.copyOf(bytes, i);
                    Map<String, byte[]> damaged = new TreeMap<>(entries);
                    damaged.put(name, cut);
                    Path file = archive(damaged);
                    assertThatThrownBy(() -> new SkopsReader(LIMITS).read(file))
                            .as("%s cut to %s bytes", name, i)
                            .isInstanceOf(PickleException.class);
                }
            }
        }
    }

    private Path changed(String before, String after) throws IOException {
        Map<String, byte[]> entries = entries(any());
        String schema = new String(entries.get("schema.json"), UTF_8);
        assertThat(schema).contains(before);
        entries.put("schema.json", schema.replace(before, after).getBytes(UTF_8));
        return archive(entries);
    }

    private static Map<String, byte[]> entries(Path file) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return entries;
    }

    private Path archive(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return Files.write(work.resolve("changed.skops"), bytes.toByteArray());
    }
}
