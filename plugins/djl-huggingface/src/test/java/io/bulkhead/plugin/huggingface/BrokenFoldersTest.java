package io.bulkhead.plugin.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a folder is said, never shown as a stack trace or a crash. */
class BrokenFoldersTest {
    private static final int ROUNDS = 60;
    private static final String SCRIPT = "traced_model.pt";

    @TempDir Path folder;

    @BeforeEach
    void copyFolder() throws IOException {
        try (Stream<Path> files = Files.list(ServedTask.CORPUS.resolve("text-classification"))) {
            for (Path file : files.toList()) {
                Files.write(folder.resolve(file.getFileName()), Files.readAllBytes(file));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "config.json, model folder has no config.json",
        "tokenizer.json, model folder has no tokenizer.json",
    })
    void namesTheFileThatIsMissing(String file, String reason) throws IOException {
        Files.delete(folder.resolve(file));

        assertRefused(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "source.spm, 'only source.spm and target.spm, which transformers reads in Python code'",
        "spiece.model, 'no tokenizer.json, only vocab.txt, spiece.model; save the tokenizer'",
    })
    void saysWhichOtherTokenizerItHasFound(String name, String reason) throws IOException {
        Files.delete(folder.resolve("tokenizer.json"));
        Files.write(folder.resolve(name), new byte[9]);

        assertRefused(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch_model.bin", "model.pt"})
    void saysThatThereAreOnlyPickledWeights(String name) throws IOException {
        leaveTorchScript();
        Files.delete(folder.resolve(SCRIPT));
        Files.write(folder.resolve(name), new byte[] {(byte) 0x80, 2, '}', '.'});

        assertRefused("only pickled weights; save them with safe_serialization=True");
    }

    @Test
    void saysWhichEngineTorchScriptNeeds() throws IOException {
        leaveTorchScript();

        assertRefused(
                "traced_model.pt is TorchScript, and DJL's PyTorch engine is not here: name it in"
                        + " the model's settings, parameters.dependencies [\"ai.djl:api:");
    }

    @Test
    void refusesTorchScriptThatIsCutOff() throws IOException {
        leaveTorchScript();
        byte[] bytes = Files.readAllBytes(folder.resolve(SCRIPT));
        Files.write(folder.resolve(SCRIPT), Arrays.copyOf(bytes, bytes.length / 2));

        assertRefused("traced_model.pt is no TorchScript file, or is cut off");
    }

    @Test
    void doesNotTakeTorchScriptForTheHalvesOfAModel() throws IOException {
        leaveTorchScript();
        edit(
                "config.json",
                "\"model_type\": \"bert\"",
                "\"model_type\": \"t5\", \"is_encoder_decoder\": true");

        assertThatThrownBy(() -> ServedTask.of(folder, Map.of("task", "summarization")).close())
                .hasMessageContaining("TorchScript is served of models that are one graph");
    }

    private void leaveTorchScript() throws IOException {
        Files.delete(folder.resolve("model.onnx"));
        Files.delete(folder.resolve("model.safetensors"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "tokenizer.json", "model.onnx"})
    void refusesAFileThatIsCutOff(String file) throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve(file));
        Files.write(folder.resolve(file), Arrays.copyOf(bytes, bytes.length / 2));

        assertRefused(file);
    }

    @Test
    void refusesWeightsThatAreCutOff() throws IOException {
        Files.delete(folder.resolve("model.onnx"));
        byte[] bytes = Files.readAllBytes(folder.resolve("model.safetensors"));
        Files.write(folder.resolve("model.safetensors"), Arrays.copyOf(bytes, bytes.length - 100));

        assertRefused("model.safetensors is damaged: tensor '");
    }

    @Test
    void refusesAnArchitectureThatItDoesNotKnow() throws IOException {
        Files.delete(folder.resolve("model.onnx"));
        edit("config.json", "\"model_type\": \"bert\"", "\"model_type\": \"mamba\"");

        assertRefused("the architecture 'mamba' is served from ONNX files only");
    }

    @Test
    void refusesWeightsOfAnotherModel() throws IOException {
        Files.delete(folder.resolve("model.onnx"));
        edit("config.json", "\"num_hidden_layers\": 2", "\"num_hidden_layers\": 5");

        assertRefused("the weights have no 'bert.encoder.layer.2.");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void saysThatATokenHasNoVector(boolean made) throws IOException {
        if (made) {
            Files.delete(folder.resolve("model.onnx"));
        }
        edit(
                "tokenizer.json",
                "\"added_tokens\": [",
                "\"added_tokens\": [{\"id\": 377, \"content\": \"brandnew\", \"single_word\": false,"
                        + " \"lstrip\": false, \"rstrip\": false, \"normalized\": false,"
                        + " \"special\": false},");

        try (ServedTask task = ServedTask.of(folder, Map.of("task", "text-classification"))) {
            assertThat(task.answer("the movie")).isNotEmpty();
            assertThatThrownBy(() -> task.answer("the brandnew movie"))
                    .hasMessageContaining("it has 377 vectors where number 377 is asked for:")
                    .hasMessageContaining("the tokenizer has tokens that the model does not know");
        }
    }

    @Test
    void refusesWeightsOfAnotherWidth() throws IOException {
        Files.delete(folder.resolve("model.onnx"));
        edit("config.json", "\"hidden_size\": 32", "\"hidden_size\": 64");

        assertRefused(
                "weight 'bert.embeddings.word_embeddings.weight' has the shape [377, 32],"
                        + " config.json asks for [-1, 64]");
    }

    @ParameterizedTest
    @CsvSource({
        "task, dancing, task 'dancing' is not served, only text-classification",
        "device, toaster, 'device must be cpu, cuda, cuda:N or a number'",
        "intra_op_threads, many, intra_op_threads must be a number from 1 to 1024",
        "batch_size, 0, batch_size must be a number from 1 to",
        "framework, jax, 'framework must be pt, tf or onnx, found'",
        "optimum_model, perhaps, optimum_model must be true or false",
        "device, cuda:1, there is no CUDA for ONNX Runtime here",
    })
    void namesTheSettingThatIsWrong(String name, String value, String reason) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("task", "text-classification");
        settings.put(name, value);

        assertThatThrownBy(() -> ServedTask.of(folder, settings).close())
                .isInstanceOf(ServingException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void wantsOnnxFilesIfTheSettingsSay() throws IOException {
        Files.delete(folder.resolve("model.onnx"));

        assertThatThrownBy(() -> ServedTask.of(folder, Map.of("optimum_model", true)).close())
                .hasMessageContaining("model folder has no model.onnx");
    }

    /** Bytes changed at random either do no harm or give a reason. */
    @ParameterizedTest
    @ValueSource(strings = {"config.json", "tokenizer.json", "model.safetensors"})
    void survivesFilesWithChangedBytes(String file) throws IOException {
        if (file.equals("model.safetensors")) {
            Files.delete(folder.resolve("model.onnx"));
        }
        byte[] whole = Files.readAllBytes(folder.resolve(file));
        Random random = new Random(file.hashCode());
        for (int round = 0; round < ROUNDS; round++) {
            byte[] changed = whole.clone();
            int header = Math.min(changed.length, 6000);
            for (int i = 0; i <= round % 4; i++) {
                changed[random.nextInt(header)] = (byte) random.nextInt(256);
            }
            Files.write(folder.resolve(file), changed);
            assertServedOrRefused();
        }
    }

    private void assertServedOrRefused() {
        try (ServedTask task = ServedTask.of(folder, Map.of("task", "text-classification"))) {
            assertThat(task.answer("the movie was wonderful .")).isNotEmpty();
        } catch (ServingException refused) {
            assertThat(refused.reason()).isNotBlank().doesNotContain("Exception", "io.bulkhead");
        }
    }

    private void edit(String file, String what, String replacement) throws IOException {
        String text = Files.readString(folder.resolve(file));
        assertThat(text).contains(what);
        Files.writeString(folder.resolve(file), text.replace(what, replacement));
    }

    private void assertRefused(String reason) {
        assertThatThrownBy(
                        () -> ServedTask.of(folder, Map.of("task", "text-classification")).close())
                .isInstanceOfSatisfying(
                        ServingException.class,
                        refused ->
                                assertThat(refused.code()).isEqualTo(ErrorCode.MODEL_LOAD_FAILED))
                .hasMessageContaining(reason);
    }
}
