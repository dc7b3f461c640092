package io.bulkhead.host.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.host.config.ModelDefinition;
import io.bulkhead.host.config.ModelSettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactLocatorTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"owner/model", "hf://owner/model", "s3://bucket/model", "not\0a path"})
    void leavesToTheRuntimeWhatIsElsewhere(String uri) throws IOException {
        ModelDefinition model = model(uri);

        assertThat(ArtifactLocator.locate(model, List.of(), true)).isEqualTo(model.folder());
        assertThatThrownBy(() -> ArtifactLocator.locate(model, List.of(), false))
                .isInstanceOf(ServingException.class)
                .hasMessageContaining("parameters.uri");
    }

    @Test
    void findsWhatIsHereForEveryRuntime() throws IOException {
        Path weights = Files.createDirectory(folder.resolve("weights"));

        assertThat(ArtifactLocator.locate(model("./weights"), List.of(), true)).isEqualTo(weights);
        assertThat(ArtifactLocator.locate(model("./weights"), List.of(), false)).isEqualTo(weights);
    }

    private ModelDefinition model(String uri) throws IOException {
        Path settings = folder.resolve("model-settings.json");
        Files.writeString(
                settings,
                """
                {"name": "model", "implementation": "huggingface", "parameters": {"uri": "%s"}}
                """
                        .formatted(uri.replace("\0", "\\u0000")));
        return new ModelSettingsReader(Map.of()).read(settings, "model-settings.json");
    }
}
