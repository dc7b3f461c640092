package io.bulkhead.host.cli;

import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.api.tensor.Datatype;
import io.bulkhead.host.Server;
import io.bulkhead.host.config.ServerSettings;
import io.bulkhead.host.controlplane.IndexEntry;
import io.bulkhead.host.model.LoadedModel;
import io.bulkhead.host.model.ModelState;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What {@code start} says once the models are loaded: who is ready, where, and how to ask. */
final class StartReport {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    private final Server server;
    private final ServerSettings settings;
    private final long beginNanos;

    StartReport(Server server, ServerSettings settings, long beginNanos) {
        this.server = server;
        this.settings = settings;
        this.beginNanos = beginNanos;
    }

    /** As lines of the log. */
    void log() {
        StringWriter text = new StringWriter();
        print(new PrintWriter(text));
        text.toString().lines().forEach(line -> LOG.info("{}", line));
    }

    void print(PrintWriter out) {
        List<IndexEntry> index = server.repository().index(false);
        printModels(out, index);
        double seconds = Duration.ofNanos(System.nanoTime() - beginNanos).toMillis() / 1000.0;
        out.printf(
                Locale.ROOT,
                "REST    %s://%s:%d   gRPC %s:%d   metrics %s   (started in %.1f s)%n",
                scheme(),
                address(),
                server.restPort(),
                address(),
                server.grpcPort(),
                metrics(),
                seconds);
        sample().ifPresent(sample -> out.printf("Try:    %s%n", sample));
        out.flush();
    }

    private void printModels(PrintWriter out, List<IndexEntry> index) {
        String ready =
                index.stream()
                        .filter(entry -> entry.state() == ModelState.READY)
                        .map(StartReport::label)
                        .collect(Collectors.joining(", "));
        if (ready.isEmpty()) {
            String why =
                    settings.repository().loadAtStartup()
                            ? "none"
                            : "none yet (load_models_at_startup is false)";
            out.println("Ready:  " + why);
        } else {
            out.println("Ready:  " + ready);
        }
        for (IndexEntry entry : index) {
            if (entry.state() != ModelState.READY && !entry.reason().isEmpty()) {
                out.println("Failed: " + label(entry) + ": " + entry.reason());
            }
        }
    }

    private static String label(IndexEntry entry) {
        return entry.version().isEmpty() ? entry.name() : entry.name() + ":" + entry.version();
    }

    private String scheme() {
        return settings.tls().isPresent() ? "https" : "http";
    }

    private String address() {
        return settings.host().equals("0.0.0.0") || settings.host().equals("::")
                ? "localhost"
                : settings.host();
    }

    private String metrics() {
        return settings.metrics()
                .endpoint()
                .map(path -> scheme() + "://" + address() + ":" + server.metricsPort() + path)
                .orElse("off");
    }

    /** A request to the first model whose inputs are known. */
    private Optional<String> sample() {
        return server.registry().all().stream()
                .sorted(Comparator.comparing(model -> model.id().toString()))
                .filter(model -> !inputs(model).isEmpty())
                .findFirst()
                .map(this::sample);
    }

    private static List<TensorMetadata> inputs(LoadedModel model) {
        List<TensorMetadata> declared = model.definition().settings().inputs();
        return declared.isEmpty() ? model.instance().metadata().inputs() : declared;
    }

    private String sample(LoadedModel model) {
        String inputs =
                inputs(model).stream().map(StartReport::input).collect(Collectors.joining(","));
        String contentType =
                inputs(model).size() > 1 ? "\"parameters\":{\"content_type\":\"pd\"}," : "";
        return "curl -s "
                + scheme()
                + "://"
                + address()
                + ":"
                + server.restPort()
                + "/v2/models/"
                + model.id().name()
                + "/infer -H 'Content-Type: application/json' -d '{"
                + contentType
                + "\"inputs\":["
                + inputs
                + "]}'";
    }

    private static String input(TensorMetadata input) {
        long[] shape =
                LongStream.of(input.shape().toArray()).map(size -> size < 0 ? 1 : size).toArray();
        long count = LongStream.of(shape).reduce(1, (a, b) -> a * b);
        String value = input.datatype() == Datatype.BYTES ? "\"a\"" : "1";
        String data =
                LongStream.range(0, Math.min(count, 10_000))
                        .mapToObj(i -> value)
                        .collect(Collectors.joining(","));
        return "{\"name\":\""
                + input.name()
                + "\",\"shape\":"
                + LongStream.of(shape).boxed().toList().toString().replace(" ", "")
                + ",\"datatype\":\""
                + input.datatype()
                + "\",\"data\":["
                + data
                + "]}";
    }
}
