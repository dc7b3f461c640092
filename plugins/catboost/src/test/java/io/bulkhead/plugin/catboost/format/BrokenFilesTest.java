package io.bulkhead.plugin.catboost.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkhead.plugin.catboost.kernel.Predictor;
import io.bulkhead.plugin.trees.MalformedModelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A broken file is refused with a reason; it never crashes, hangs or exhausts the server. */
class BrokenFilesTest {
    private static final Path REFERENCE = Path.of("src/test/resources/reference");
    private static final String SYMMETRIC = "threshold/model.cbm";
    private static final String STATISTICS = "ctr-types/model.cbm";
    private static final String NODES = "num-multi-lossguide/model.cbm";
    private static final String TEXTS = "text-bayes-bm25/model.cbm";
    private static final String EMBEDDINGS = "embedding-all/model.cbm";
    private static final String NEIGHBOURS = "embedding-knn-ties/model.cbm";
    private static final String BIGRAMS = "text-bigrams/model.cbm";
    private static final String JSON = "ctr-binary/model.json";
    private static final String JSON_NODES = "num-depthwise/model.json";

    @TempDir private Path folder;
    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("model.cbm");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SYMMETRIC,
                STATISTICS,
                NODES,
                TEXTS,
                EMBEDDINGS,
                NEIGHBOURS,
                BIGRAMS,
                JSON,
                JSON_NODES
            })
    void refusesEveryTruncation(String model) throws IOException {
        byte[] whole = Files.readAllBytes(REFERENCE.resolve(model));
        int end = new String(whole, StandardCharsets.ISO_8859_1).stripTrailing().length();
        for (int length = 0; length < end; length += 1 + whole.length / 150) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> load(part)).isInstanceOf(MalformedModelException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SYMMETRIC,
                STATISTICS,
                NODES,
                TEXTS,
                EMBEDDINGS,
                NEIGHBOURS,
                BIGRAMS,
                JSON,
                JSON_NODES
            })
    void loadsOrRefusesWhateverByteIsFlipped(String model) throws IOException {
        byte[] whole = Files.readAllBytes(REFERENCE.resolve(model));
        Random random = new Random(7);
        int refused = 0;
        for (int i = 0; i < 400; i++) {
            byte[] flipped = whole.clone();
            for (int flips = 1 + i % 3; flips > 0; flips--) {
                flipped[random.nextInt(whole.length)] = (byte) random.nextInt(256);
            }
            try {
                load(flipped);
            } catch (MalformedModelException expected) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    /** Where offsets and lengths are, not among the numbers that most of a file is. */
    @ParameterizedTest
    @ValueSource(strings = {SYMMETRIC, NODES})
    void loadsOrRefusesWhateverIsInTheHead(String model) throws IOException {
        byte[] whole = Files.readAllBytes(REFERENCE.resolve(model));
        int refused = 0;
        for (int at = 4; at < 400; at++) {
            for (int value : new int[] {0, 1, 0x7f, 0x80, 0xff}) {
                byte[] flipped = whole.clone();
                flipped[at] = (byte) value;
                try {
                    load(flipped);
                } catch (MalformedModelException expected) {
                    refused++;
                }
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void ignoresWhatFollowsTheLastPart() throws IOException {
        byte[] whole = Files.readAllBytes(REFERENCE.resolve(SYMMETRIC));

        load(Arrays.copyOf(whole, whole.length + 1000));
    }

    @Test
    void refusesWhatIsNoModel() {
        assertRefused("", "the file is empty");
        assertRefused("hello, world, this is no model", "neither CatBoost's binary format nor");
        assertRefused("CBM1", "the file ends too early");
        assertRefused("CBM1\377\377\377\377\1\0", "the file ends too early");
        assertRefused("CBM1\20\0\0\0abc", "a part of 16 bytes where only 3 are left");
        assertRefused("CBM1\4\0\0\0\377\377\377\377", "an offset of 4294967299 in a part of 4");
        assertRefused("{}", "no CatBoost model: neither 'oblivious_trees' nor 'trees'");
        assertRefused("{\"oblivious_trees\": 3}", "an array expected, found a number at line 1");
        assertRefused("{\"x\": " + "[".repeat(100_000), "no valid JSON at line 1");
    }

    @Test
    void refusesSplitsThatAreNotThere() throws IOException {
        String model = Files.readString(REFERENCE.resolve(JSON_NODES));
        assertThat(model).contains("\"split_index\":");

        assertRefused(
                model.replaceFirst("\"split_index\":\\d+", "\"split_index\":99999"),
                "split 99999 of ");
    }

    @ParameterizedTest
    @CsvSource({"by-sense, texts are split by sense (separator_type BySense)"})
    void saysWhatIsNotSupported(String model, String reason) {
        Path unsupported = Path.of("src/test/resources/unsupported/" + model + ".cbm");

        assertThatThrownBy(() -> new ModelFile(unsupported).read())
                .isInstanceOf(MalformedModelException.class)
                .hasMessageStartingWith(reason)
                .hasMessageEndingWith(
                        "or serve it in a Python environment (parameters.runtime: python)");
    }

    private void assertRefused(String content, String reason) {
        assertThatThrownBy(() -> load(content.getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(MalformedModelException.class)
                .hasMessageContaining(reason);
    }

    private void load(byte[] content) throws IOException {
        Files.write(file, content);
        ModelDocument document = new ModelFile(file).read();
        Predictor predictor = Predictor.of(document);
        float[] floats = new float[20 * document.floats().size()];
        for (int text = 0; text < document.texts().size(); text++) {
            document.estimates().fill(text, "a great  movie über alles", floats, 0);
        }
        for (int i = 0; i < document.embeddings().size(); i++) {
            float[] embedding = new float[document.embeddingEstimates().dimension(i)];
            document.embeddingEstimates().fill(i, embedding, floats, 0);
        }
        int[] hashes = new int[20 * document.categories().size()];
        if (predictor.dimension() < 1000) { // a flipped count is legal if there are no trees
            predictor.predict(floats, hashes, 1);
            predictor.predict(floats, hashes, 20);
        }
    }
}
