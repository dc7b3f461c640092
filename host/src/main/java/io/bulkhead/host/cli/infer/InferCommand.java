package io.bulkhead.host.cli.infer;

import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.host.cli.infer.InferFailure.Kind;
import io.bulkhead.host.tls.ClientTls;
import io.bulkhead.host.tls.TlsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code bulkhead infer}: the answers to a file of requests, as MLServer's command gives them. */
@Command(
        name = "infer",
        description = {
            "Ask a server for the answers to a file of requests.",
            "",
            "Each line of the input is an inference request as JSON; each line of the output is an"
                    + " answer, or the reason why there is none, with the number of the line in"
                    + " parameters.batch_index, from 0. Answers stand in the order in which they"
                    + " come. Any server of the V2 protocol will do.",
            "",
            "A run that is interrupted leaves OUTPUT.unfinished beside the output; the same command"
                    + " then goes on where it stopped.",
            "",
            "Every option can also be given as MLSERVER_INFER_<NAME>, e.g. MLSERVER_INFER_WORKERS;"
                    + " --timeout as MLSERVER_INFER_CONNECTION_TIMEOUT."
        },
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every line has an answer",
            "1:the run could not begin, or stopped early; the same command goes on",
            "2:wrong usage",
            "3:the run is complete, but some lines failed; the output says why"
        },
        footer = {
            "",
            "Examples:",
            "  bulkhead infer -m iris -i requests.jsonl -o answers.jsonl",
            "  bulkhead infer -m iris -i requests.jsonl -o answers.jsonl -w 32 -s 16 -b",
            "  bulkhead infer -m iris -i requests.jsonl -o answers.jsonl -t grpc -u server:8081",
            "  bulkhead infer -m iris -i in -o out --use-ssl -u host:443 -H 'Authorization: Bearer"
                    + " X'",
            "",
            "A line of the input:",
            "  {\"id\": \"1\", \"inputs\": [{\"name\": \"x\", \"shape\": [1, 4], \"datatype\":"
                    + " \"FP64\", \"data\": [5.1, 3.5, 1.4, 0.2]}]}"
        })
public final class InferCommand implements Callable<Integer> {
    private static final int SOME_FAILED = 3;

    private final InferVariables variables;

    @Option(
            names = {"-u", "--url"},
            paramLabel = "<host:port>",
            description = "Where the server is. Default: localhost:8080, of gRPC localhost:8081.")
    private @Nullable String url;

    @Option(
            names = {"-m", "--model-name"},
            required = true,
            paramLabel = "<name>",
            description = "The model to ask.")
    @SuppressWarnings("NullAway.Init") // picocli sets it, as all of these
    private String modelName;

    @Option(
            names = "--model-version",
            paramLabel = "<version>",
            defaultValue = "",
            description = "Its version. Default: the server's choice.")
    @SuppressWarnings("NullAway.Init")
    private String modelVersion;

    @Option(
            names = {"-i", "--input-data-path"},
            required = true,
            paramLabel = "<file>",
            description = "The requests.")
    @SuppressWarnings("NullAway.Init")
    private Path input;

    @Option(
            names = {"-o", "--output-data-path"},
            required = true,
            paramLabel = "<file>",
            description = "Where the answers go; a file of a run that is complete is replaced.")
    @SuppressWarnings("NullAway.Init")
    private Path output;

    @Option(
            names = {"-w", "--workers"},
            defaultValue = "10",
            paramLabel = "<number>",
            description = "How many requests are under way at a time. Default: 10.")
    private int workers;

    @Option(
            names = {"-r", "--retries"},
            defaultValue = "3",
            paramLabel = "<number>",
            description =
                    "How often a request is sent, a second apart, before its line has failed. One"
                            + " that the server finds wrong is sent once. Default: 3.")
    private int retries;

    @Option(
            names = {"-s", "--batch-size"},
            defaultValue = "1",
            paramLabel = "<number>",
            description =
                    "How many lines may be sent as one request. Only lines alike in everything but"
                            + " their rows are, and if that request fails, each is sent alone."
                            + " Default: 1.")
    private int batchSize;

    @Option(
            names = {"-b", "--binary-data"},
            description = "Send values as bytes and ask for them so; gRPC always does.")
    private boolean binary;

    @Option(
            names = {"-v", "--verbose"},
            description = "Tell of every line that fails and of every request sent again.")
    private boolean verbose;

    @Option(
            names = {"-vv", "--extra-verbose"},
            description = "Tell of every request and answer, too.")
    private boolean extraVerbose;

    @Option(
            names = {"-t", "--transport"},
            defaultValue = "rest",
            paramLabel = "rest|grpc",
            description = "The wire. Default: rest.")
    @SuppressWarnings("NullAway.Init")
    private Transport transport;

    @Option(
            names = {"-H", "--request-headers"},
            paramLabel = "'<name>: <value>'",
            description =
                    "A header of every request; may be given several times. In the environment:"
                            + " 'Name1:value1 Name2:value2'.")
    private List<String> headers = List.of();

    @Option(
            names = "--timeout",
            defaultValue = "60",
            paramLabel = "<seconds>",
            description = "Of one request, from connecting to the whole answer. Default: 60.")
    private double timeout;

    @Option(
            names = "--batch-interval",
            defaultValue = "0",
            paramLabel = "<seconds>",
            description = "At least so long between two requests of one worker. Default: 0.")
    private double interval;

    @Option(
            names = "--batch-jitter",
            defaultValue = "0",
            paramLabel = "<seconds>",
            description = "At most so much longer, at random. Default: 0.")
    private double jitter;

    @Option(names = "--use-ssl", description = "Speak TLS with the server.")
    private boolean ssl;

    @Option(names = "--insecure", description = "Believe any certificate of the server's.")
    private boolean insecure;

    @Option(
            names = "--tls-ca",
            paramLabel = "<file>",
            description = "PEM file of those who sign for the server. Default: those Java knows.")
    private Optional<Path> tlsCa = Optional.empty();

    @Option(
            names = "--tls-certificate",
            paramLabel = "<file>",
            description = "PEM file of the client's certificate, for mTLS.")
    private Optional<Path> tlsCertificate = Optional.empty();

    @Option(
            names = "--tls-private-key",
            paramLabel = "<file>",
            description = "PEM file of the key to it.")
    private Optional<Path> tlsPrivateKey = Optional.empty();

    @Option(names = "--restart", description = "Begin an interrupted run anew.")
    private boolean restart;

    @Option(names = "--no-progress", description = "No progress bar on a terminal.")
    private boolean noProgress;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    /** The wires. */
    enum Transport {
        rest,
        grpc
    }

    /**
     * @param variables the environment
     */
    public InferCommand(Map<String, String> variables) {
        this.variables = new InferVariables(variables);
    }

    /** What options say that are not given. */
    public CommandLine.IDefaultValueProvider defaults() {
        return variables;
    }

    @Override
    public Integer call() throws InterruptedException {
        long begin = System.nanoTime();
        BatchJob job = job();
        Endpoint endpoint = endpoint();
        print(job, endpoint);
        BatchLog log = new BatchLog(spec.commandLine().getErr(), level());
        try (InferClient client = client(endpoint)) {
            requireReady(client, job);
            return run(job, client, log, begin);
        } catch (BatchException e) {
            spec.commandLine().getErr().println(e.reason());
        } catch (IOException e) {
            spec.commandLine().getErr().println("a file cannot be read or written: " + e);
        }
        spec.commandLine().getErr().flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    private int run(BatchJob job, InferClient client, BatchLog log, long begin)
            throws IOException, BatchException {
        try (AnswerFile file = AnswerFile.open(job);
                Progress progress = progress()) {
            if (file.answeredBefore() > 0) {
                say("Going on after %d lines of an interrupted run.", file.answeredBefore());
            }
            BatchRun run = new BatchRun(job, new LineAnswers(job, client, log), file, progress);
            Thread stop = new Thread(run::stop, "infer-stop");
            Runtime.getRuntime().addShutdownHook(stop);
            try {
                run.run();
            } finally {
                if (!run.stopped()) {
                    Runtime.getRuntime().removeShutdownHook(stop);
                }
                progress.close();
                report(file, begin);
            }
            return file.failed() == 0 ? CommandLine.ExitCode.OK : SOME_FAILED;
        }
    }

    private void report(AnswerFile file, long begin) {
        say("Total processed instances: %d", file.answered());
        if (file.failed() > 0) {
            say("Failed: %d", file.failed());
        }
        double seconds = Duration.ofNanos(System.nanoTime() - begin).toMillis() / 1000.0;
        say("Time taken: %.2f seconds", seconds);
    }

    private void say(String format, Object... values) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, format + "%n", values);
        out.flush();
    }

    /** Headers by their names only: some are secrets. */
    private void print(BatchJob job, Endpoint endpoint) {
        say("server url: %s (%s)", endpoint.address(), transport);
        say("model name: %s", job.model());
        say("request headers: %s", endpoint.headers().keySet());
        say("input file path: %s", job.input());
        say("output file path: %s", job.output());
        say("workers: %d", workers);
        say("retries: %d", retries);
        say("micro-batch size: %d", batchSize);
    }

    private BatchLog.Level level() {
        if (extraVerbose) {
            return BatchLog.Level.EXTRA_VERBOSE;
        }
        return verbose ? BatchLog.Level.VERBOSE : BatchLog.Level.QUIET;
    }

    private Progress progress() throws IOException {
        boolean watched = !noProgress && !verbose && !extraVerbose && Terminal.isWatched();
        return watched ? new TerminalProgress(Files.size(input)) : Progress.none();
    }

    private InferClient client(Endpoint endpoint) {
        return switch (transport) {
            case rest -> ServerInferClient.rest(endpoint);
            case grpc -> ServerInferClient.grpc(endpoint);
        };
    }

    /** Before anything is written: a wrong name must not cost a file of failures. */
    private static void requireReady(InferClient client, BatchJob job)
            throws BatchException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                client.requireReady(job.model());
                return;
            } catch (InferFailure e) {
                if (attempt >= job.attempts() || e.kind() == Kind.REFUSED) {
                    String message = "model '" + job.model() + "' cannot be asked: " + e.reason();
                    throw new BatchException(message, e);
                }
                TimeUnit.MILLISECONDS.sleep(job.pace().retryPause().toMillis());
            }
        }
    }

    private BatchJob job() {
        require(workers >= 1 && workers <= 1024, "--workers: 1 to 1024 are possible");
        require(retries >= 1, "--retries: at least 1, the first time counts");
        require(batchSize >= 1, "--batch-size: at least 1");
        require(interval >= 0 && interval < 86_400, "--batch-interval: 0 to a day, in seconds");
        require(jitter >= 0 && jitter < 86_400, "--batch-jitter: 0 to a day, in seconds");
        require(Files.isRegularFile(input), "--input-data-path: there is no file " + input);
        require(Files.isReadable(input), "--input-data-path: may not be read: " + input);
        Path folder = output.toAbsolutePath().getParent();
        require(
                folder != null && Files.isDirectory(folder) && Files.isWritable(folder),
                "--output-data-path: nothing can be written in " + folder);
        require(
                !output.toAbsolutePath().normalize().equals(input.toAbsolutePath().normalize()),
                "--output-data-path: is the input");
        return new BatchJob(
                input,
                output,
                new ModelId(modelName, modelVersion),
                retries,
                batchSize,
                new BatchJob.Pace(
                        workers, seconds(interval), seconds(jitter), Duration.ofSeconds(1)),
                restart);
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    private Endpoint endpoint() {
        require(timeout >= 0.001 && timeout < 86_400, "--timeout: up to a day, in seconds");
        Optional<ClientTls> tls = Optional.empty();
        boolean https = url != null && url.startsWith("https://");
        if (ssl || https) {
            tls = Optional.of(tls());
        } else {
            require(!insecure, "--insecure: only with --use-ssl");
            require(
                    tlsCa.isEmpty() && tlsCertificate.isEmpty() && tlsPrivateKey.isEmpty(),
                    "--tls-ca, --tls-certificate, --tls-private-key: only with --use-ssl");
        }
        return new Endpoint(address(), tls, requestHeaders(), seconds(timeout), binary);
    }

    private ClientTls tls() {
        ClientTls.Files files = new ClientTls.Files(tlsCa, tlsCertificate, tlsPrivateKey);
        try {
            return insecure ? ClientTls.insecure(files) : ClientTls.read(files);
        } catch (TlsException e) {
            throw new ParameterException(spec.commandLine(), e.reason(), e);
        }
    }

    private Map<String, String> requestHeaders() {
        try {
            return Headers.of(headers, variables.headers());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "--request-headers: " + e.getMessage(), e);
        }
    }

    /** Without a scheme, which MLServer does not take and users write all the same. */
    private String address() {
        String byDefault = transport == Transport.grpc ? "localhost:8081" : "localhost:8080";
        String address =
                Optional.ofNullable(url)
                        .orElse(byDefault)
                        .replaceFirst("^(https?|grpcs?)://", "")
                        .replaceFirst("/+$", "");
        try {
            URI uri = URI.create("http://" + address);
            require(uri.getHost() != null, "--url: host:port is wanted, found " + url);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "--url: host:port is wanted, found " + url, e);
        }
        return address;
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
