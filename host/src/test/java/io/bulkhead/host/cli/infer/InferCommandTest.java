package io.bulkhead.host.cli.infer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bulkhead.host.Distribution;
import io.bulkhead.host.Server;
import io.bulkhead.host.config.SettingsLoader;
import io.bulkhead.host.plugin.TestPlugins;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The command as a user gives it, against a whole server whose model answers what it is asked. */
class InferCommandTest {
    private static final Path TLS = Path.of("src/test/resources/tls").toAbsolutePath();

    @TempDir private Path work;
    private BatchTestFiles files;
    private Server server;

    private record Outcome(int code, String out) {}

    @BeforeEach
    void start() throws IOException {
        files = BatchTestFiles.in(work);
        files.write(20);
        Path models = Files.createDirectories(work.resolve("models/echo"));
        Files.writeString(models.resolve("model.echo"), "");
        new TestPlugins(Files.createDirectories(work.resolve("compiled")))
                .jar("echo", work.resolve("models/echo.jar"));
        start(Map.of());
    }

    private void start(Map<String, String> more) throws IOException {
        Map<String, String> flags = new HashMap<>(more);
        flags.put("host", "127.0.0.1");
        flags.put("environments_dir", work.resolve("environments").toString());
        List.of("http_port", "grpc_port", "metrics_port").forEach(port -> flags.put(port, "0"));
        Path plugins = Files.createDirectories(work.resolve("plugins"));
        server =
                new Server(
                        new SettingsLoader(work, Map.of()).load(work.resolve("models"), flags),
                        new Distribution("test", plugins),
                        Map.of());
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Outcome run(Map<String, String> variables, List<String> arguments) {
        StringWriter out = new StringWriter();
        InferCommand infer = new InferCommand(variables);
        CommandLine command = new CommandLine(infer);
        command.setDefaultValueProvider(infer.defaults());
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(out));
        return new Outcome(command.execute(arguments.toArray(String[]::new)), out.toString());
    }

    private Outcome infer(String... more) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "-m", "echo",
                                "-i", files.input().toString(),
                                "-o", files.output().toString()));
        if (!List.of(more).contains("-u")) {
            arguments.addAll(List.of("-u", "127.0.0.1:" + server.restPort()));
        }
        arguments.addAll(List.of(more));
        return run(Map.of(), arguments);
    }

    private List<JsonNode> sorted() throws IOException {
        return files.answers().stream()
                .sorted(Comparator.comparing(a -> a.at("/parameters/batch_index").intValue()))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-b", "-s 4", "-s 4 -b", "-t grpc", "-t grpc -s 7", "-w 1", "-r 1 -v"})
    void everyWireAndFormGivesTheSameAnswers(String options) throws Exception {
        List<String> more = new ArrayList<>(List.of(options.split(" ")));
        more.removeIf(String::isEmpty);
        if (more.contains("grpc")) {
            more.addAll(List.of("-u", "127.0.0.1:" + server.grpcPort()));
        }
        Outcome outcome = infer(more.toArray(String[]::new));

        assertThat(outcome.out())
                .contains("model name: echo", "Total processed instances: 20", "Time taken: ");
        assertThat(outcome.code()).isZero();
        List<JsonNode> answers = sorted();
        assertThat(answers).hasSize(20);
        for (int i = 0; i < answers.size(); i++) {
            JsonNode answer = answers.get(i);
            assertThat(answer.path("model_name").asText()).isEqualTo("echo");
            assertThat(answer.path("id").asText()).isEqualTo("id-" + i);
            assertThat(answer.at("/outputs/0/data")).hasToString("[" + i + ".0,0.5]");
            assertThat(answer.at("/outputs/0/shape")).hasToString("[1,2]");
            assertThat(answer.at("/outputs/0/parameters/binary_data_size").isMissingNode())
                    .isTrue();
        }
        assertThat(files.unfinished()).isFalse();
    }

    @Test
    void failedLinesAreCountedAndSeenInTheExitCode() throws Exception {
        Files.writeString(files.input(), BatchTestFiles.request("a", "[1, 2]") + "\n{}\n");

        Outcome outcome = infer("-v");

        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.out())
                .contains("line 2: ", "the field 'inputs' is missing", "Failed: 1");
        assertThat(sorted().get(1).at("/error/status").asText()).isEqualTo("preprocessing error");
    }

    @Test
    void extraVerboseShowsRequestsAndAnswers() {
        assertThat(infer("-vv").out())
                .contains("> {\"id\":\"id-7\",\"inputs\":[", "< {\"model_name\":\"echo\",");
    }

    @Test
    void anUnknownModelCostsNoFileOfFailures() {
        Outcome outcome =
                run(
                        Map.of("MLSERVER_INFER_MODEL_NAME", "nobody"),
                        List.of(
                                "-i", files.input().toString(),
                                "-o", files.output().toString(),
                                "-u", "127.0.0.1:" + server.restPort()));
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.out())
                .contains("model 'nobody' cannot be asked: HTTP 404: Model nobody not found");
        assertThat(files.output()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rest", "grpc"})
    void aServerThatIsNotThereIsSaidSo(String transport) {
        Outcome outcome = infer("-t", transport, "-u", "127.0.0.1:1", "-r", "1");

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.out()).contains("no server answers at 127.0.0.1:1");
        assertThat(files.output()).doesNotExist();
    }

    @Test
    void theEnvironmentGivesEveryOption() throws Exception {
        Map<String, String> variables =
                Map.of(
                        "MLSERVER_INFER_URL", "127.0.0.1:" + server.grpcPort(),
                        "MLSERVER_INFER_MODEL_NAME", "echo",
                        "MLSERVER_INFER_INPUT_DATA_PATH", files.input().toString(),
                        "MLSERVER_INFER_OUTPUT_DATA_PATH", files.output().toString(),
                        "MLSERVER_INFER_TRANSPORT", "grpc",
                        "MLSERVER_INFER_WORKERS", "3",
                        "MLSERVER_INFER_BINARY_DATA", "true",
                        "MLSERVER_INFER_CONNECTION_TIMEOUT", "30",
                        "MLSERVER_INFER_REQUEST_HEADERS", "X-A:1 X-B:2",
                        "MLSERVER_INFER_BATCH_SIZE", "");
        Outcome outcome = run(variables, List.of("-s", "2"));

        assertThat(outcome.code()).as(outcome.out()).isZero();
        assertThat(outcome.out())
                .contains("workers: 3", "micro-batch size: 2", "request headers: [X-A, X-B]");
        assertThat(sorted()).hasSize(20);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "-w 0 | --workers: 1 to 1024",
                "-w many | Invalid value for option '--workers'",
                "-r 0 | --retries: at least 1",
                "-s 0 | --batch-size: at least 1",
                "-t kafka | Invalid value for option '--transport'",
                "-H nonsense | 'nonsense' is no header",
                "-H Host:x | the header 'Host' cannot be set",
                "--timeout 0 | --timeout: up to a day",
                "--batch-interval -1 | --batch-interval: 0 to a day",
                "--batch-jitter -1 | --batch-jitter: 0 to a day",
                "--insecure | --insecure: only with --use-ssl",
                "--tls-ca x.pem | only with --use-ssl",
                "--use-ssl --tls-ca nowhere.pem | --tls-ca: nowhere.pem does not exist",
                "--use-ssl --tls-certificate x.pem | are wanted together",
                "-u a:b:c | --url: host:port is wanted, found a:b:c",
                "--unknown | Unknown option: '--unknown'",
            })
    void wrongUsageIsSaidWithTheOption(String options, String message) {
        Outcome outcome = infer(options.split(" "));

        assertThat(outcome.out()).contains(message);
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(files.output()).doesNotExist();
    }

    @Test
    void filesThatCannotBeUsedAreNamed() {
        String input = files.input().toString();
        String nowhere = work.resolve("nowhere/out").toString();
        assertThat(run(Map.of(), List.of("-m", "m", "-i", nowhere, "-o", "x")).out())
                .contains("--input-data-path: there is no file " + nowhere);
        assertThat(run(Map.of(), List.of("-m", "m", "-i", input, "-o", nowhere)).out())
                .contains("--output-data-path: nothing can be written in ");
        assertThat(run(Map.of(), List.of("-m", "m", "-i", input, "-o", input)).out())
                .contains("--output-data-path: is the input");
        assertThat(run(Map.of(), List.of("-m", "m")).out())
                .contains("Missing required options", "--input-data-path", "--output-data-path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rest", "grpc"})
    void speaksTlsWithWhomItTrusts(String transport) throws Exception {
        server.close();
        start(
                Map.of(
                        "tls_certificate", TLS.resolve("server.pem").toString(),
                        "tls_private_key", TLS.resolve("server-key.pem").toString(),
                        "tls_client_ca", TLS.resolve("ca.pem").toString()));
        int port = transport.equals("rest") ? server.restPort() : server.grpcPort();
        String[] mutual = {
            "-t",
            transport,
            "-u",
            "localhost:" + port,
            "--use-ssl",
            "-r",
            "1",
            "--tls-certificate",
            TLS.resolve("client.pem").toString(),
            "--tls-private-key",
            TLS.resolve("client-key.pem").toString()
        };
        String[] trusting = with(mutual, "--tls-ca", TLS.resolve("ca.pem").toString());
        assertThat(infer(mutual).code()).isEqualTo(1);
        assertThat(infer(trusting)).extracting(Outcome::code).isEqualTo(0);
        assertThat(infer(with(mutual, "--insecure")).code()).isZero();
        assertThat(sorted()).hasSize(20);
    }

    private static String[] with(String[] options, String... more) {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }
}
