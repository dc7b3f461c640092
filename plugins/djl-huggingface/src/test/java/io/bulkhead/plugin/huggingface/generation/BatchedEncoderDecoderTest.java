package io.bulkhead.plugin.huggingface.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.plugin.huggingface.ServedTask;
import io.bulkhead.plugin.huggingface.call.Arguments;
import io.bulkhead.plugin.huggingface.folder.ModelFolder;
import io.bulkhead.plugin.huggingface.graph.GraphFactory;
import io.bulkhead.plugin.huggingface.graph.OnnxGraph;
import io.bulkhead.plugin.huggingface.settings.RuntimeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts of encoders with decoders, made together, are those that each would be alone. */
class BatchedEncoderDecoderTest {
    private static final int MANY = 40;
    private static final Path ARCHITECTURES = Path.of("src", "test", "resources", "architectures");

    private static final Path GENERATION = Path.of("src", "test", "resources", "generation");

    @TempDir private Path scratch;
    private final ExecutorService readers = Executors.newFixedThreadPool(MANY);

    @AfterEach
    void stopReaders() {
        readers.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"t5", "bart", "marian"})
    void tokensAreThoseOfEachAlone(String name) throws Exception {
        ModelFolder folder = ModelFolder.open(ARCHITECTURES.resolve(name));
        int words = folder.config().json().size("vocab_size");
        EncoderDecoderModel model = model(folder);
        try (Generator generator = new Generator("test", model)) {
            assertThat(BatchEncoderDecoder.fits(model)).isTrue();
            GenerationSettings settings = settings(folder);
            List<Future<long[]>> made = new ArrayList<>();
            List<long[]> inputs = inputs(words);
            for (long[] input : inputs) {
                made.add(readers.submit(() -> whole(generator, input, settings)));
            }

            for (int i = 0; i < inputs.size(); i++) {
                assertThat(made.get(i).get()).isEqualTo(alone(model, inputs.get(i), settings));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"merged", "pair"})
    void textsOfOptimumsFilesAreThoseOfEachAlone(String layout) throws IOException {
        withoutOnnx("translation");
        copy(ServedTask.CORPUS.resolve("translation").resolve("encoder_model.onnx"));
        try (Stream<Path> files = Files.list(GENERATION.resolve(layout))) {
            for (Path file : files.toList()) {
                copy(file);
            }
        }
        List<Object> texts = List.of("one", "the cat sees a house", "two three", "house", "");
        try (ServedTask task = ServedTask.of(scratch, Map.of("task", "translation_en_to_de"))) {
            List<String> alone = new ArrayList<>();
            for (Object text : texts) {
                alone.add(task.answer(text).replaceAll("^\\[|\\]$", ""));
            }

            assertThat(task.answer(texts)).isEqualTo("[" + String.join(", ", alone) + "]");
        }
    }

    private void copy(Path file) throws IOException {
        Files.copy(file, scratch.resolve(file.getFileName()));
    }

    @Test
    void textsOfOneCallAreThoseOfEachAlone() {
        ModelFolder folder = ModelFolder.open(ARCHITECTURES.resolve("t5"));
        EncoderDecoderModel model = model(folder);
        GenerationSettings settings = settings(folder);
        List<long[]> inputs = inputs(folder.config().json().size("vocab_size"));
        try (Generator generator = new Generator("test", model)) {
            List<List<long[]>> made =
                    generator.generateAll(inputs, settings, RequestContext.background());

            assertThat(made).hasSize(MANY).allMatch(one -> one.size() == 1);
            for (int i = 0; i < MANY; i++) {
                assertThat(made.get(i).get(0)).isEqualTo(alone(model, inputs.get(i), settings));
            }
        }
    }

    @Test
    void oneThatIsClosedLeavesTheOthersAlone() throws Exception {
        ModelFolder folder = ModelFolder.open(withoutOnnx("summarization"));
        EncoderDecoderModel model = model(folder);
        try (Generator generator = new Generator("test", model)) {
            GenerationSettings settings = settings(folder);
            TokenSequence left = generator.begin(new long[] {5, 6, 7}, settings, 0);
            Future<long[]> other =
                    readers.submit(() -> whole(generator, new long[] {8, 9}, settings));
            left.advance();
            left.close();

            assertThat(other.get()).isEqualTo(alone(model, new long[] {8, 9}, settings));
        }
    }

    private Path withoutOnnx(String task) throws IOException {
        try (Stream<Path> files = Files.list(ServedTask.CORPUS.resolve(task))) {
            for (Path file : files.filter(path -> !path.toString().endsWith(".onnx")).toList()) {
                Files.copy(file, scratch.resolve(file.getFileName()));
            }
        }
        return scratch;
    }

    private static EncoderDecoderModel model(ModelFolder folder) {
        GraphFactory graphs = new GraphFactory(folder, RuntimeSettings.of(Map.of()));
        OnnxGraph decoder = graphs.decoder();
        return new EncoderDecoderModel(
                graphs.encoder(),
                decoder,
                Optional.of(decoder),
                folder.config().json().size("decoder_start_token_id", 0),
                folder.config().maxPositions());
    }

    private static GenerationSettings settings(ModelFolder folder) {
        return GenerationSettings.of(
                Arguments.of("test", Map.of("max_new_tokens", 12L, "num_beams", 1L)),
                GenerationDefaults.of(folder, "summarization"));
    }

    private static List<long[]> inputs(int words) {
        Random random = new Random(3);
        List<long[]> inputs = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            inputs.add(random.longs(1 + random.nextInt(12), 1, words).toArray());
        }
        return inputs;
    }

    private static long[] whole(Generator generator, long[] input, GenerationSettings settings) {
        return generator.generate(input, settings, RequestContext.background()).get(0);
    }

    private static long[] alone(
            EncoderDecoderModel model, long[] input, GenerationSettings settings) {
        GrowingTokens tokens =
                new GrowingTokens(model.start(input), model.positions(), settings, 0);
        try (TokenSequence sequence = new LoneSequence(tokens, model.begin(input))) {
            sequence.finish(RequestContext.background());
            return sequence.tokens();
        }
    }
}
