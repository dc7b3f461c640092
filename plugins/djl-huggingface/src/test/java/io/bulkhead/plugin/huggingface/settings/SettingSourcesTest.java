package io.bulkhead.plugin.huggingface.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingSourcesTest {
    private static final String UNIT =
            """
            [{"name": "task", "value": "fill-mask", "type": "STRING"},
             {"name": "batch_size", "value": "3", "type": "INT"},
             {"name": "optimum_model", "value": "True", "type": "BOOL"}]""";

    @Test
    void takesTheUnitsParametersBeforeExtraBeforeTheEnvironment() {
        Map<String, Object> merged =
                SettingSources.merge(
                        Map.of("task", "text-classification", "device", "cpu"),
                        Map.of(
                                "MLSERVER_MODEL_HUGGINGFACE_TASK", "summarization",
                                "MLSERVER_MODEL_HUGGINGFACE_DEVICE", "cuda",
                                "MLSERVER_MODEL_HUGGINGFACE_INTRA_OP_THREADS", "2",
                                "PREDICTIVE_UNIT_PARAMETERS", UNIT));

        RuntimeSettings settings = RuntimeSettings.of(merged);

        assertThat(settings.task()).isEqualTo("fill-mask");
        assertThat(settings.device()).isEqualTo(Device.CPU);
        assertThat(settings.batchSize()).isEqualTo(3);
        assertThat(settings.optimumModel()).isTrue();
        assertThat(settings.intraOpThreads()).hasValue(2);
    }

    @Test
    void addsTheSuffixToTranslationOnly() {
        assertThat(
                        RuntimeSettings.of(
                                        Map.of("task", "translation", "task_suffix", "_en_to_fr"))
                                .taskName())
                .isEqualTo("translation_en_to_fr");
        assertThat(
                        RuntimeSettings.of(Map.of("task", "fill-mask", "task_suffix", "_en_to_fr"))
                                .taskName())
                .isEqualTo("fill-mask");
    }

    @Test
    void refusesAUnitOfAnUnknownType() {
        Map<String, String> environment =
                Map.of(
                        "PREDICTIVE_UNIT_PARAMETERS",
                        "[{\"name\": \"task\", \"value\": \"x\", \"type\": \"LIST\"}]");

        assertThatThrownBy(() -> SettingSources.merge(Map.of(), environment))
                .hasMessageContaining("type of 'task' must be INT, FLOAT, DOUBLE, STRING or BOOL");
    }

    @Test
    void readsDevicesAsTransformersDoes() {
        assertThat(Device.parse("-1")).isEqualTo(Device.CPU);
        assertThat(Device.parse("cuda:1")).isEqualTo(new Device(1));
        assertThat(Device.parse("0")).hasToString("cuda:0");
    }
}
