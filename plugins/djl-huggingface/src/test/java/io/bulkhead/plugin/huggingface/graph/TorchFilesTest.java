package io.bulkhead.plugin.huggingface.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.bulkhead.plugin.huggingface.ServedTask;
import io.bulkhead.plugin.huggingface.folder.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which file is the model, and what it takes, is known before any engine is. */
class TorchFilesTest {
    private static final Path TRACED =
            ServedTask.CORPUS.resolve("text-classification").resolve("traced_model.pt");

    @TempDir Path folder;

    @BeforeEach
    void writeConfiguration() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"bert\"}");
    }

    @Test
    void readsTheParametersThatTracingKept() {
        assertThat(TorchArchive.parameters(TRACED)).containsExactly("input_ids", "attention_mask");
    }

    @Test
    void takesTheFileThatDjlWouldTake() throws IOException {
        put("model.pt");
        put("distil.pt");
        Files.writeString(
                folder.resolve("serving.properties"),
                "engine=PyTorch\noption.modelName=distil\noption.mapLocation=true\n");

        assertThat(script(Optional.empty())).hasValue("distil.pt");
    }

    @Test
    void takesTheFileOfTheFoldersName() throws IOException {
        put("first.pt");
        put(folder.getFileName() + ".pt");

        assertThat(script(Optional.empty())).hasValue(folder.getFileName() + ".pt");
    }

    @Test
    void takesTheOnlyOneWhateverItsName() throws IOException {
        put("sentiment.torchscript");
        Files.writeString(folder.resolve("training.pt"), "a pickle");

        assertThat(script(Optional.empty())).hasValue("sentiment.torchscript");
    }

    @Test
    void guessesNothing() throws IOException {
        put("first.pt");
        put("second.pt");

        assertThat(script(Optional.empty())).isEmpty();
        assertThat(script(Optional.of("second.pt"))).hasValue("second.pt");
    }

    private void put(String name) throws IOException {
        Files.copy(TRACED, folder.resolve(name));
    }

    private Optional<String> script(Optional<String> wanted) {
        return new TorchFiles(ModelFolder.open(folder))
                .script(wanted)
                .map(path -> path.getFileName().toString());
    }
}
