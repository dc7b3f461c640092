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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * MLflow's own client of scoring servers, and the bodies that {@code mlflow models serve} takes.
 * Skipped, and said so, where Python or MLflow is missing; {@code .ci/run} brings both.
 */
class MlflowClientIT {
    private static final int LEAST_CHECKS = 8;

    @TempDir private Path scratch;

    @BeforeAll
    static void needsTheClient() throws InterruptedException {
        assumeTrue(
                PythonScript.canImport("mlflow.pyfunc.scoring_server.client", "pandas", "scipy"),
                "MLflow's client is not here: pip install mlflow-skinny fastapi pandas scipy, and"
                        + " name the Python that has it by -Dconformance.python=FILE");
    }

    @TestFactory
    Stream<DynamicTest> everyCallIsAnswered() throws IOException, InterruptedException {
        Path models = ModelFolders.copy(Path.of("corpus", "models", "mlflow-invocations"), scratch);
        List<Check> checks;
        try (RunningServer server = Distribution.built().start(models)) {
            checks =
                    new PythonScript("mlflow_client")
                            .checks("--rest=" + server.endpoints().rest().getAuthority());
        }
        assertThat(checks).hasSizeGreaterThanOrEqualTo(LEAST_CHECKS);
        return checks.stream().map(Check::asTest);
    }
}
