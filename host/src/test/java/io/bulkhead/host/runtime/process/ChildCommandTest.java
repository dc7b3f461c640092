package io.bulkhead.host.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a child sees of the server's environment. */
class ChildCommandTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "PATH",
                "TZ",
                "MLSERVER_MODEL_HUGGINGFACE_TASK",
                "mlserver_model_huggingface_task",
                "PREDICTIVE_UNIT_PARAMETERS"
            })
    void settingsOfRuntimesAreInherited(String name) {
        assertThat(ChildCommand.isInherited(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AWS_SECRET_ACCESS_KEY",
                "HF_TOKEN",
                "MLSERVER_HTTP_PORT",
                "JAVA_TOOL_OPTIONS"
            })
    void whatCouldBeASecretIsNot(String name) {
        assertThat(ChildCommand.isInherited(name)).isFalse();
    }
}
