package io.bulkhead.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bulkhead.conformance.Distribution;
import io.bulkhead.conformance.ModelFolders;
import io.bulkhead.conformance.RunningServer;
import io.bulkhead.conformance.clients.PythonScript.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * OpenAI's Python package against models of Hugging Face. Skipped, and said so, where Python or the
 * package is missing; {@code .ci/run} brings both.
 */
class OpenAiClientIT {
    private static final int LEAST_CHECKS = 30;
    private static final Path CORPUS = Path.of("corpus", "models", "huggingface");
    private static final String TEMPLATE =
            """
            {%- for tool in tools or [] %}{{ tool.function.name ~ ' ' }}{% endfor %}
            {%- if greeting is defined %}{{ greeting ~ ' ' }}{% endif %}
            {%- for message in messages %}
                {%- if message['role'] == 'system' and not loop.first %}
                    {{- raise_exception('the system speaks first') }}
                {%- endif %}
                {{- message['content'] ~ (' ' if not loop.last) }}
            {%- endfor %}
            """;

    @TempDir private Path scratch;

    @BeforeAll
    static void needsTheClient() throws InterruptedException {
        assumeTrue(
                PythonScript.canImport("openai"),
                "openai is not here: pip install openai, and name the Python that has it by"
                        + " -Dconformance.python=FILE");
    }

    @TestFactory
    Stream<DynamicTest> everyCallIsAnswered() throws IOException, InterruptedException {
        Path models = Files.createDirectory(scratch.resolve("models"));
        for (String name :
                List.of("text-generation", "text2text-generation", "feature-extraction")) {
            ModelFolders.copy(CORPUS.resolve(name), models);
        }
        chat(models, "chat", "");
        chat(models, "chat-in-a-child", ", \"isolation\": \"process\"");
        List<Check> checks;
        try (RunningServer server = Distribution.built().start(models)) {
            checks =
                    new PythonScript("openai_client")
                            .checks("--url=" + server.endpoints().rest().resolve("/v1"));
        }
        assertThat(checks).hasSizeGreaterThanOrEqualTo(LEAST_CHECKS);
        return checks.stream().map(Check::asTest);
    }

    private void chat(Path models, String name, String extra) throws IOException {
        Path folder = models.resolve(name);
        Files.move(ModelFolders.copy(CORPUS.resolve("text-generation"), scratch), folder);
        Files.writeString(folder.resolve("chat_template.jinja"), TEMPLATE);
        Files.writeString(
                folder.resolve("model-settings.json"),
                """
                {"name": "%s", "implementation": "mlserver_huggingface.HuggingFaceRuntime",
                 "parameters": {"extra": {"task": "text-generation"%s}}}
                """
                        .formatted(name, extra));
    }
}
