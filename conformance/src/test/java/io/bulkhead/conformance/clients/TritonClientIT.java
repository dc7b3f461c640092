package io.bulkhead.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bulkhead.conformance.Distribution;
import io.bulkhead.conformance.ModelFolders;
import io.bulkhead.conformance.RunningServer;
import io.bulkhead.conformance.clients.PythonScript.Check;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * NVIDIA's client for Triton, which most users of the V2 protocol have: HTTP and gRPC, blocking and
 * asyncio, tensors as bytes and in JSON. Skipped, and said so, where Python or the client is
 * missing; {@code .ci/run} brings both.
 */
class TritonClientIT {
    private static final int LEAST_CHECKS = 39;

    private static final Map<String, String> SHARING =
            Map.of("MLSERVER_SYSTEM_SHARED_MEMORY", "true");

    @TempDir private Path scratch;

    @BeforeAll
    static void needsTheClient() throws InterruptedException {
        assumeTrue(
                PythonScript.canImport("tritonclient.http.aio", "tritonclient.grpc.aio", "numpy"),
                "tritonclient is not here: pip install \"tritonclient[all]\", and name the Python"
                        + " that has it by -Dconformance.python=FILE");
    }

    @TestFactory
    Stream<DynamicTest> everyCallIsAnswered() throws IOException, InterruptedException {
        Path models = ModelFolders.copy(Path.of("corpus", "models", "dataplane"), scratch);
        List<Check> checks;
        try (RunningServer server = Distribution.built().start(models, SHARING)) {
            checks =
                    new PythonScript("triton_client")
                            .checks(
                                    "--rest=" + server.endpoints().rest().getAuthority(),
                                    "--grpc=" + server.endpoints().grpc().orElseThrow());
        }
        assertThat(checks).hasSizeGreaterThanOrEqualTo(LEAST_CHECKS);
        return checks.stream().map(Check::asTest);
    }
}
