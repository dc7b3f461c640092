package io.bulkhead.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bulkhead.conformance.Distribution;
import io.bulkhead.conformance.ModelFolders;
import io.bulkhead.conformance.RunningServer;
import io.bulkhead.conformance.clients.PythonScript.Check;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Schemathesis over our OpenAPI documents: whatever is sent, no answer is a 5xx or other than the
 * document has it. Skipped, and said so, where Python or Schemathesis is missing; {@code .ci/run}
 * brings both.
 */
class OpenApiIT {
    private static final int LEAST_OPERATIONS_OF_SERVER = 25;

    @TempDir private Path scratch;

    @BeforeAll
    static void needsSchemathesis() throws InterruptedException {
        assumeTrue(
                PythonScript.canImport("schemathesis"),
                "schemathesis is not here: pip install schemathesis, and name the Python that has"
                        + " it by -Dconformance.python=FILE");
    }

    @TestFactory
    Stream<DynamicTest> everyAnswerIsAsTheDocumentHasIt() throws IOException, InterruptedException {
        Path models = ModelFolders.copy(Path.of("corpus", "models", "dataplane"), scratch);
        List<DynamicTest> tests = new ArrayList<>();
        try (RunningServer server = Distribution.built().start(models)) {
            String root = server.endpoints().rest().toString().replaceFirst("/+$", "");
            List<Check> ofServer =
                    checks(root + "/v2/docs/dataplane.json", "--model=echo", "--version=x");
            assertThat(ofServer).hasSizeGreaterThanOrEqualTo(LEAST_OPERATIONS_OF_SERVER);
            ofServer.forEach(check -> tests.add(check.asTest()));
            for (String model : List.of("iris", "versioned")) {
                List<Check> ofModel = checks(root + "/v2/models/" + model + "/docs/dataplane.json");
                assertThat(ofModel).isNotEmpty();
                ofModel.forEach(check -> tests.add(check.asTest()));
            }
        }
        return tests.stream();
    }

    private static List<Check> checks(String document, String... more)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("--document=" + document));
        arguments.addAll(List.of(more));
        return new PythonScript("openapi_conformance").checks(arguments.toArray(String[]::new));
    }
}
