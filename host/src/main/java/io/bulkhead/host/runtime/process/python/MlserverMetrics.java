package io.bulkhead.host.runtime.process.python;

import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.host.telemetry.ModelExposition;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The metrics of the MLServers that live. They are asked when somebody asks us; one that is busy
 * with its model is represented by what it said last. Thread-safe.
 */
final class MlserverMetrics {
    /** Who asks us waits so long; what comes later is there when he asks again. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Duration GIVEN_UP = Duration.ofSeconds(20);

    private final HttpClient http;
    private final Set<Source> sources = ConcurrentHashMap.newKeySet();

    MlserverMetrics(HttpClient http) {
        this.http = http;
    }

    /** One MLServer; closed at its end. */
    final class Source implements AutoCloseable {
        private final ModelId model;
        private final HttpRequest question;
        private volatile String last = "";

        private Source(ModelId model, int port) {
            this.model = model;
            this.question =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "http://"
                                                    + MlserverPorts.HOST
                                                    + ":"
                                                    + port
                                                    + "/metrics"))
                            .timeout(GIVEN_UP)
                            .build();
        }

        private CompletableFuture<ModelExposition> ask() {
            return http.sendAsync(question, HttpResponse.BodyHandlers.ofString())
                    .handle(
                            (answer, failure) -> {
                                if (failure == null && answer.statusCode() == 200) {
                                    last = answer.body();
                                }
                                return new ModelExposition(model, last);
                            })
                    .completeOnTimeout(
                            new ModelExposition(model, last),
                            PATIENCE.toMillis(),
                            TimeUnit.MILLISECONDS);
        }

        @Override
        public void close() {
            sources.remove(this);
        }
    }

    Source of(ModelId model, MlserverPorts ports) {
        Source source = new Source(model, ports.metrics());
        sources.add(source);
        return source;
    }

    /** What all of them say, a second old at most if they answer. */
    List<ModelExposition> ask() {
        List<CompletableFuture<ModelExposition>> asked = new ArrayList<>();
        sources.forEach(source -> asked.add(source.ask()));
        return asked.stream().map(CompletableFuture::join).toList();
    }
}
