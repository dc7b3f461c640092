package io.bulkhead.conformance.clients;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bulkhead.conformance.Distribution;
import io.bulkhead.conformance.ModelFolders;
import io.bulkhead.conformance.RunningServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server and transformers are asked the same about random texts. Skipped, and said so, where
 * Python, torch or transformers 4.41 is missing.
 */
class HuggingFaceTextsIT {
    private static final String COUNT = System.getProperty("conformance.texts", "20");

    @TempDir private Path scratch;

    @BeforeAll
    static void needsTransformers() throws InterruptedException {
        assumeTrue(
                PythonScript.canImport("torch", "transformers"),
                "transformers is not here: pip install torch transformers==4.41.2, and name the"
                        + " Python that has them by -Dconformance.python=FILE");
    }

    @TestFactory
    Stream<DynamicTest> answersWhatTransformersAnswers() throws IOException, InterruptedException {
        Path corpus = Path.of("corpus", "models", "huggingface");
        try (RunningServer server =
                Distribution.built().start(ModelFolders.copy(corpus, scratch))) {
            String root = server.endpoints().rest().toString().replaceFirst("/+$", "");
            List<PythonScript.Check> checks =
                    new PythonScript("huggingface_texts").checks(root, corpus.toString(), COUNT);
            return checks.stream().map(PythonScript.Check::asTest);
        }
    }
}
