package io.bulkhead.plugin.huggingface.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.api.inference.RequestContext;
import io.bulkhead.plugin.huggingface.ServedTask;
import io.bulkhead.plugin.huggingface.architecture.Head;
import io.bulkhead.plugin.huggingface.call.Arguments;
import io.bulkhead.plugin.huggingface.folder.ModelFolder;
import io.bulkhead.plugin.huggingface.graph.GraphFactory;
import io.bulkhead.plugin.huggingface.settings.RuntimeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sequences that are made together are those that each would be alone. */
class BatchedGenerationTest {
    private static final Path DECODER =
            Path.of("src", "test", "resources", "generation", "decoder", "model.onnx");
    private static final int MANY = 80;

    @TempDir private Path scratch;
    private final ExecutorService readers = Executors.newFixedThreadPool(MANY);
    private ModelFolder folder;
    private DecoderModel model;
    private Generator generator;

    @BeforeEach
    void open() throws IOException {
        for (String name : List.of("config.json", "generation_config.json")) {
            Files.copy(
                    ServedTask.CORPUS.resolve("text-generation").resolve(name),
                    scratch.resolve(name));
        }
        Files.copy(DECODER, scratch.resolve("model.onnx"), StandardCopyOption.REPLACE_EXISTING);
        folder = ModelFolder.open(scratch);
        GraphFactory graphs = new GraphFactory(folder, RuntimeSettings.of(Map.of()));
        model = new DecoderModel(graphs.onnx(Head.VOCABULARY), folder.config().maxPositions());
        generator = new Generator("test", model);
    }

    @AfterEach
    void close() {
        readers.shutdownNow();
        generator.close();
    }

    private GenerationSettings settings(Map<String, Object> asked) {
        return GenerationSettings.of(
                Arguments.of("test", asked), GenerationDefaults.of(folder, "text-generation"));
    }

    private static List<long[]> prompts() {
        Random random = new Random(7);
        List<long[]> prompts = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            prompts.add(random.longs(1 + random.nextInt(20), 1, 500).toArray());
        }
        return prompts;
    }

    private long[] alone(long[] prompt, GenerationSettings settings) {
        GrowingTokens tokens = new GrowingTokens(prompt, model.positions(), settings, 0);
        try (TokenSequence sequence = new LoneSequence(tokens, model.begin(prompt))) {
            sequence.finish(RequestContext.background());
            return sequence.tokens();
        }
    }

    private long[] read(long[] prompt, GenerationSettings settings) {
        try (TokenSequence sequence = generator.begin(prompt, settings, 0)) {
            while (sequence.advance()) {
                Thread.onSpinWait();
            }
            return sequence.tokens();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tokensAreThoseOfEachAlone(boolean drawn) throws Exception {
        Map<String, Object> asked =
                drawn
                        ? Map.of("max_new_tokens", 30L, "do_sample", true, "seed", 3L)
                        : Map.of("max_new_tokens", 30L, "repetition_penalty", 1.3);
        GenerationSettings settings = settings(asked);
        List<long[]> prompts = prompts();
        List<Future<long[]>> whole = new ArrayList<>();
        List<Future<long[]>> read = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            long[] prompt = prompts.get(i);
            if (i % 2 == 0) {
                whole.add(
                        readers.submit(
                                () ->
                                        generator
                                                .generate(
                                                        prompt,
                                                        settings,
                                                        RequestContext.background())
                                                .get(0)));
            } else {
                read.add(readers.submit(() -> read(prompt, settings)));
            }
        }

        for (int i = 0; i < prompts.size(); i++) {
            Future<long[]> made = (i % 2 == 0 ? whole : read).get(i / 2);
            assertThat(made.get()).isEqualTo(alone(prompts.get(i), settings));
        }
    }

    @Test
    void readerWhoStandsStillHoldsNobodyBack() {
        GenerationSettings settings =
                settings(Map.of("max_new_tokens", 50L, "min_new_tokens", 50L));
        long[] prompt = {5, 6};
        try (TokenSequence idle = generator.begin(prompt, settings, 0)) {
            assertThat(idle.advance()).isTrue();

            assertThat(read(prompt, settings)).hasSize(52);

            assertThat(idle.tokens()).hasSize(3);
            while (idle.advance()) {
                assertThat(idle.isComplete()).isFalse();
            }
            assertThat(idle.tokens()).isEqualTo(alone(prompt, settings));
        }
    }

    @Test
    void sequencesThatAreClosedLeave() {
        GenerationSettings settings = settings(Map.of("max_new_tokens", 50L));
        for (int i = 0; i < 2000; i++) { // more than may be there at once
            generator.begin(new long[] {5}, settings, 0).close();
        }

        assertThat(read(new long[] {5}, settings)).isEqualTo(alone(new long[] {5}, settings));
    }

    @Test
    void tooManyAreRefused() {
        GenerationSettings settings =
                settings(Map.of("max_new_tokens", 60L, "min_new_tokens", 60L));
        List<TokenSequence> open = new ArrayList<>();

        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < 1100; i++) {
                                open.add(generator.begin(new long[] {5}, settings, 0));
                            }
                        })
                .isInstanceOf(ServingException.class)
                .hasMessageContaining("1024 texts are being made already");
        open.forEach(TokenSequence::close);
    }

    @Test
    void closingEndsWhoeverWaits() throws Exception {
        GenerationSettings settings =
                settings(Map.of("max_new_tokens", 60L, "min_new_tokens", 60L));
        DecodeLoop loop = new DecodeLoop("test", new BatchDecoder(model));
        BatchedSequence sequence =
                loop.join(
                        new long[] {5},
                        new GrowingTokens(new long[] {5}, model.positions(), settings, 0));

        loop.close();

        assertThatThrownBy(() -> sequence.finish(RequestContext.background()))
                .isInstanceOf(ServingException.class)
                .hasMessageContaining("being closed");
    }
}
