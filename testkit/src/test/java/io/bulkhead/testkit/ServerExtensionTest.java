package io.bulkhead.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.bulkhead.api.inference.InferenceRequest;
import io.bulkhead.api.tensor.Shape;
import io.bulkhead.api.tensor.Tensor;
import io.bulkhead.client.InferenceClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ServerExtensionTest {
    private static final Path MODELS = Path.of("src", "test", "resources", "models");
    private static final InferenceRequest REQUEST =
            InferenceRequest.of(Tensor.of("x", Shape.of(2), new double[] {1, 3}));

    @RegisterExtension
    static final ServerExtension SERVER =
            ServerSetup.on(MODELS)
                    .withRuntime(Scaling.class)
                    .withSetting("server_name", "of-a-test")
                    .extension();

    @Test
    void aServerRunsOnTheFolder() {
        assertThat(SERVER.client().server().name()).isEqualTo("of-a-test");
        assertThat(SERVER.client().index()).hasSize(1).allMatch(model -> model.isReady());
    }

    @Test
    void bothWiresAnswer(RunningServer server) {
        assertThat(server.rest().infer("centering", REQUEST).output("centered").toDoubles())
                .containsExactly(-1, 1);
        assertThat(server.grpc().infer("centering", REQUEST).output("centered").toDoubles())
                .containsExactly(-1, 1);
    }

    @Test
    void aTestTakesAClient(InferenceClient client) {
        assertThat(client.isReady()).isTrue();
    }

    @Test
    void metricsAreThere(RunningServer server) throws IOException {
        server.rest().infer("centering", REQUEST);
        try (InputStream in = server.metricsAddress().toURL().openStream()) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("model_infer_request_success");
        }
    }

    @Test
    void aModelThatDoesNotLoadIsToldWithItsReason(@TempDir Path folder) throws IOException {
        Models.write(folder, Scaling.class);
        try (RunningServer server = ServerSetup.on(folder).start()) {
            assertThatIllegalStateException()
                    .isThrownBy(server::requireReady)
                    .withMessageContaining("Scaling is UNAVAILABLE: ")
                    .withMessageContaining("no runtime");
        }
    }

    @Test
    void aServerThatDoesNotRunIsSaid() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ServerSetup.on(MODELS).extension().server())
                .withMessageContaining("static");
    }
}
