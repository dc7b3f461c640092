package io.bulkhead.host.telemetry.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkhead.host.config.ServerSettings;
import io.bulkhead.host.config.SettingsException;
import io.bulkhead.host.config.SettingsLoader;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TracingPropertiesTest {
    @TempDir private Path work;

    private Map<String, String> properties(
            Map<String, String> flags, Map<String, String> variables) {
        ServerSettings settings = new SettingsLoader(work, Map.of()).load(work, flags);
        return TracingProperties.of(settings, "1.2", variables);
    }

    @Test
    void nothingIsTracedUnlessSomebodySaysWhereTo() {
        assertThat(properties(Map.of(), Map.of("OTEL_SERVICE_NAME", "mine", "PATH", "/bin")))
                .isEmpty();
    }

    @Test
    void tracingServerIsAPlainTextEndpointForGrpc() {
        assertThat(properties(Map.of("tracing_server", "collector:4317"), Map.of()))
                .containsEntry("otel.exporter.otlp.traces.endpoint", "http://collector:4317")
                .containsEntry("otel.exporter.otlp.traces.protocol", "grpc")
                .containsEntry("otel.service.name", "mlserver")
                .containsEntry("otel.resource.attributes", "service.version=1.2")
                .containsEntry("otel.metrics.exporter", "none")
                .containsEntry("otel.logs.exporter", "none");
    }

    @Test
    void protocolAndNamesOfTheEnvironmentStay() {
        Map<String, String> properties =
                properties(
                        Map.of("tracing_server", "https://collector"),
                        Map.of(
                                "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
                                "OTEL_SERVICE_NAME", "mine",
                                "OTEL_RESOURCE_ATTRIBUTES", "team=a"));

        assertThat(properties)
                .containsEntry("otel.exporter.otlp.protocol", "http/protobuf")
                .containsEntry("otel.exporter.otlp.traces.endpoint", "https://collector")
                .containsEntry("otel.service.name", "mine")
                .containsEntry("otel.resource.attributes", "service.version=1.2,team=a")
                .doesNotContainKey("otel.exporter.otlp.traces.protocol");
    }

    @ParameterizedTest
    @CsvSource({
        "OTEL_EXPORTER_OTLP_ENDPOINT, http://c:4318",
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, http://c:4318/v1/traces",
        "OTEL_TRACES_EXPORTER, otlp"
    })
    void variablesThatNameACollectorTurnTracesOn(String name, String value) {
        assertThat(properties(Map.of(), Map.of(name, value))).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"OTEL_TRACES_EXPORTER, none", "OTEL_SDK_DISABLED, true"})
    void variablesTurnThemOffAgain(String name, String value) {
        assertThat(properties(Map.of("tracing_server", "c:1"), Map.of(name, value))).isEmpty();
    }

    @Test
    void whatMakesNoSenseIsRefusedAtTheStart() {
        Map<String, String> properties =
                properties(Map.of(), Map.of("OTEL_TRACES_EXPORTER", "carrier-pigeon"));

        assertThatThrownBy(() -> Tracing.of(properties))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("traces cannot be sent")
                .hasMessageContaining("carrier-pigeon");
    }
}
