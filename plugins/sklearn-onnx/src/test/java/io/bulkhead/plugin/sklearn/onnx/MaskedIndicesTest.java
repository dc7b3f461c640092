package io.bulkhead.plugin.sklearn.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MaskedIndicesTest {
    private static final Path MODELS = Path.of("../../conformance/corpus/models/runtimes-onnx");

    private static byte[] graph(String model) throws IOException {
        return Files.readAllBytes(MODELS.resolve(model).resolve("model.onnx"));
    }

    @Test
    void neighborsWithinARadiusAreLookedUpInsideOfTheArray() throws IOException {
        byte[] model = graph("sk-radius-neighbors");

        byte[] raised = MaskedIndices.raised(model).orElseThrow();

        assertThat(new String(raised, StandardCharsets.ISO_8859_1))
                .contains("knny_output0_bulkhead_zero")
                .doesNotContain("blab_reduced0_bulkhead_zero"); // of the best class, always one
        assertThat(MaskedIndices.raised(raised)).isEmpty();
    }

    @Test
    void otherGraphsStayAsTheyAre() throws IOException {
        assertThat(MaskedIndices.raised(graph("sk-knn-classifier"))).isEmpty();
        assertThat(MaskedIndices.raised(graph("sk-decision-tree"))).isEmpty();
        assertThat(MaskedIndices.raised(new byte[0])).isEmpty();
    }

    @Test
    void damagedFilesAreLeftToOnnxRuntime() throws IOException {
        byte[] model = graph("sk-radius-neighbors");
        Random random = new Random(1);
        for (int i = 0; i < 3_000; i++) {
            byte[] damaged = Arrays.copyOf(model, random.nextInt(model.length));
            for (int flips = random.nextInt(4); flips > 0 && damaged.length > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            assertThatCode(() -> MaskedIndices.raised(damaged)).doesNotThrowAnyException();
        }
    }
}
