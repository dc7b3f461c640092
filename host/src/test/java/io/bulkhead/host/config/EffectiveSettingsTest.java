package io.bulkhead.host.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.bulkhead.api.Isolation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EffectiveSettingsTest {
    private static final Map<String, String> NO_VARIABLES = Map.of();

    @TempDir private Path folder;

    private Map<String, EffectiveSetting> settings(
            String text, Map<String, String> variables, Isolation got) throws IOException {
        Path file = folder.resolve("model-settings.json");
        Files.writeString(file, text);
        ModelDefinition model = new ModelSettingsReader(variables).read(file, "m/settings");
        return byName(new EffectiveSettings(variables, 3, Duration.ZERO).of(model, got));
    }

    private static Map<String, EffectiveSetting> byName(List<EffectiveSetting> settings) {
        return settings.stream()
                .collect(Collectors.toMap(EffectiveSetting::name, Function.identity()));
    }

    private static EffectiveSetting setting(String name, Object value, String source) {
        return new EffectiveSetting(name, value, source);
    }

    @Test
    void whatTheFileSaysHasItsPlace() throws IOException {
        Map<String, EffectiveSetting> settings =
                settings(
                        """
                        {"name": "iris",
                         "implementation": "sklearn",
                         "parallel_workers": 2,
                         "parameters": {
                           "uri": "./m.joblib",
                           "extra": {"isolation": "process", "depth": 7}}}
                        """,
                        NO_VARIABLES,
                        Isolation.PROCESS);

        String file = "model-settings.json, line ";
        assertThat(settings)
                .containsEntry("name", setting("name", "iris", file + "1, column 10"))
                .containsEntry(
                        "implementation",
                        setting("implementation", "sklearn", file + "2, column 20"))
                .containsEntry(
                        "parallel_workers", setting("parallel_workers", 2L, file + "3, column 22"))
                .containsEntry(
                        "parameters.uri",
                        setting("parameters.uri", "./m.joblib", file + "5, column 11"))
                .containsEntry(
                        "parameters.isolation",
                        setting("parameters.isolation", "process", file + "6, column 27"))
                .containsEntry(
                        "parameters.extra.depth",
                        setting("parameters.extra.depth", 7L, file + "6, column 47"))
                .doesNotContainKey("parameters.extra.isolation");
    }

    @Test
    void aPoolIsOfUseInChildrenOnly() throws IOException {
        String text =
                """
                {"implementation": "s", "parameters": {"inference_pool_gid": "g1"}}
                """;
        String name = "parameters.inference_pool_gid";
        String place = "model-settings.json, line 1, column 62";

        assertThat(settings(text, NO_VARIABLES, Isolation.PROCESS))
                .containsEntry(name, setting(name, "g1", place));
        assertThat(settings(text, NO_VARIABLES, Isolation.CLASSLOADER))
                .containsEntry(
                        name,
                        setting(name, "g1", place + "; no effect: the model has no child JVM"));
    }

    @Test
    void theScheduleIsTheModelsElseTheServers() throws IOException {
        Map<String, EffectiveSetting> settings =
                settings(
                        """
                        {"implementation": "s", "parameters":
                          {"priority_levels": 3, "extra": {"max_queue_size": 9}}}
                        """,
                        NO_VARIABLES,
                        Isolation.CLASSLOADER);

        String file = "model-settings.json, line 2, column ";
        String timeout = "parameters.default_timeout_microseconds";
        assertThat(settings)
                .containsEntry(
                        timeout, setting(timeout, 0L, "the server's default_timeout_microseconds"))
                .containsEntry(
                        "parameters.priority_levels",
                        setting("parameters.priority_levels", 3L, file + "23"))
                .containsEntry(
                        "parameters.default_priority_level",
                        setting("parameters.default_priority_level", 2L, "default"))
                .containsEntry(
                        "parameters.max_queue_size",
                        setting("parameters.max_queue_size", 9L, file + "54"));
    }

    @Test
    void whatNobodySaysHasItsReason() throws IOException {
        Map<String, EffectiveSetting> settings =
                settings("{\"implementation\": \"sklearn\"}", NO_VARIABLES, Isolation.CLASSLOADER);

        String name = String.valueOf(folder.getFileName());
        assertThat(settings)
                .containsEntry("name", setting("name", name, "the folder's name"))
                .containsEntry("platform", setting("platform", "", "default"))
                .containsEntry(
                        "parallel_workers",
                        setting("parallel_workers", 3L, "the server's parallel_workers"))
                .containsEntry(
                        "parameters.uri",
                        setting("parameters.uri", ".", "default: the model's folder"))
                .containsEntry(
                        "parameters.isolation",
                        setting("parameters.isolation", "classloader", "default: the runtime's"));
    }

    @Test
    void variablesAreNamedWhereTheyFillAGap() throws IOException {
        Map<String, EffectiveSetting> settings =
                settings(
                        "{\"implementation\": \"sklearn\"}",
                        Map.of("MLSERVER_MODEL_URI", "x", "mlserver_model_implementation", "y"),
                        Isolation.CLASSLOADER);

        assertThat(settings)
                .containsEntry(
                        "parameters.uri",
                        setting(
                                "parameters.uri",
                                "x",
                                "MLSERVER_MODEL_URI in the environment or .env"))
                .containsEntry(
                        "implementation",
                        setting(
                                "implementation",
                                "sklearn",
                                "model-settings.json, line 1, column 20"));
    }

    @Test
    void anIsolationThatCouldNotBeHadSaysSo() throws IOException {
        Map<String, EffectiveSetting> settings =
                settings(
                        "{\"implementation\": \"i\", \"parameters\": {\"isolation\":"
                                + " \"classloader\"}}",
                        NO_VARIABLES,
                        Isolation.PROCESS);

        assertThat(settings.get("parameters.isolation"))
                .isEqualTo(
                        setting(
                                "parameters.isolation",
                                "process",
                                "model-settings.json, line 1, column 53, overruled: see"
                                        + " placement"));
    }

    @Test
    void aFolderWithoutSettingsHasThemFromItsArtefact() {
        ModelDefinition model =
                new ModelSettingsReader(NO_VARIABLES)
                        .undeclared(folder, "iris", "sklearn", "model.joblib");

        assertThat(
                        byName(
                                new EffectiveSettings(NO_VARIABLES, 1, Duration.ZERO)
                                        .of(model, Isolation.CLASSLOADER)))
                .containsEntry(
                        "implementation",
                        setting(
                                "implementation",
                                "sklearn",
                                "recognised by the artefact in the folder"));
    }

    @Test
    void whatStandsInExtraIsShownUnderItsOwnName() throws IOException {
        Map<String, EffectiveSetting> settings =
                settings(
                        """
                        {"implementation": "s", "parameters": {"extra":
                         {"parallel_workers": 2, "content_type": "pd", "max_batch_size": 4, "d": 1}}}
                        """,
                        Map.of("MLSERVER_MODEL_EXTRA", "{\"e\": 5}"),
                        Isolation.CLASSLOADER);

        String line = "model-settings.json, line 2, column ";
        assertThat(settings)
                .containsEntry("parallel_workers", setting("parallel_workers", 2L, line + "23"))
                .containsEntry(
                        "parameters.content_type",
                        setting("parameters.content_type", "pd", line + "42"))
                .containsEntry(
                        "max_batch_size",
                        setting(
                                "max_batch_size",
                                4L,
                                line + "66; no effect: requests are not batched yet"))
                .containsEntry("parameters.extra.d", setting("parameters.extra.d", 1L, line + "74"))
                .containsEntry(
                        "parameters.extra.e",
                        setting(
                                "parameters.extra.e",
                                5L,
                                "MLSERVER_MODEL_PARAMETERS or MLSERVER_MODEL_EXTRA in the"
                                        + " environment or .env"))
                .doesNotContainKeys(
                        "parameters.extra.parallel_workers",
                        "parameters.extra.content_type",
                        "parameters.extra.max_batch_size");
    }
}
