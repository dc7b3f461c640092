package io.bulkhead.plugin.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkhead.api.ModelContext;
import io.bulkhead.api.ModelMetrics;
import io.bulkhead.api.ModelSettings;
import io.bulkhead.api.codec.Codecs;
import io.bulkhead.api.inference.Parameters;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.plugin.huggingface.hub.FakeHub;
import io.bulkhead.plugin.huggingface.settings.RuntimeSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code parameters.uri} is handed on as MLServer hands it to {@code from_pretrained}. */
class ModelPlacesTest {
    @TempDir private Path folder;
    @TempDir private Path home;

    @BeforeEach
    void writeOtherModel() throws IOException {
        configure(folder, "bert");
    }

    @ParameterizedTest
    @ValueSource(strings = {FakeHub.NAME, "hf://" + FakeHub.NAME, FakeHub.NAME + "@main"})
    void takesNamesOnTheHub(String uri) throws IOException {
        try (FakeHub hub =
                new FakeHub()
                        .with("config.json", bytes("{\"model_type\": \"gpt2\"}"))
                        .with("tokenizer.json", bytes("{}"))
                        .with("model.safetensors", new byte[9])) {
            ModelPlaces places =
                    places(
                            uri,
                            folder,
                            Map.of("HF_ENDPOINT", hub.address().toString(), "HOME", "" + home));

            assertThat(places.model().config().modelType()).isEqualTo("gpt2");
        }
    }

    @Test
    void takesTheFolderThatTheServerHasFound() throws IOException {
        Path below = configure(Files.createDirectory(folder.resolve("weights")), "vit");

        assertThat(places("weights", below, Map.of()).model().config().modelType())
                .isEqualTo("vit");
    }

    @Test
    void takesTheModelsOwnFolderByItsName() {
        assertThat(places("./", folder, Map.of()).model().config().modelType()).isEqualTo("bert");
    }

    @Test
    void saysThatAPathLeadsNowhere() {
        assertThatThrownBy(() -> places("/mnt/no/such/model", folder, Map.of()).model())
                .hasMessageContaining("there is no folder '/mnt/no/such/model'");
    }

    private ModelPlaces places(String uri, Path artifact, Map<String, String> variables) {
        ModelContext context = new PlacedModel(folder, artifact, uri);
        return new ModelPlaces(context, RuntimeSettings.of(Map.of()), variables);
    }

    private static Path configure(Path folder, String type) throws IOException {
        Files.write(folder.resolve("config.json"), bytes("{\"model_type\": \"" + type + "\"}"));
        return folder;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** All that is asked for where a model lies. */
    private record PlacedModel(Path modelFolder, Path artifact, String uri)
            implements ModelContext {
        @Override
        public ModelSettings settings() {
            return new ModelSettings(
                    new ModelId("model", ""),
                    "huggingface",
                    "",
                    List.of(),
                    List.of(),
                    Parameters.of("uri", uri));
        }

        @Override
        public Path scratchFolder() {
            return modelFolder;
        }

        @Override
        public Executor executor() {
            return Runnable::run;
        }

        @Override
        public Codecs codecs() {
            throw new UnsupportedOperationException("nothing is decoded");
        }

        @Override
        public ModelMetrics metrics() {
            throw new UnsupportedOperationException("nothing is counted");
        }
    }
}
