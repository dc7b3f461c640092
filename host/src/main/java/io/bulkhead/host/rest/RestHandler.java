package io.bulkhead.host.rest;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.host.codec.json.ConfigurationWriter;
import io.bulkhead.host.codec.json.MetadataWriter;
import io.bulkhead.host.codec.json.StatisticsWriter;
import io.bulkhead.host.controlplane.ControlPlane;
import io.bulkhead.host.dataplane.DataPlane;
import io.bulkhead.host.dataplane.RouteTarget;
import io.bulkhead.host.telemetry.RestObserver;
import io.bulkhead.host.telemetry.RestTelemetry;
import io.bulkhead.host.telemetry.logging.AccessLog;
import io.bulkhead.host.telemetry.tracing.Tracing;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.Graceful;

/**
 * Takes every request on the thread that reads it from the socket, and never blocks there. When it
 * is shut down, requests under way are finished and their connections closed.
 */
final class RestHandler extends Handler.Abstract.NonBlocking implements Graceful {
    private static final int OK = 200;
    private static final int TEMPORARY_REDIRECT = 307;
    private static final int BAD_REQUEST = 400;
    private static final int URI_TOO_LONG = 414;
    private static final int MAX_URI_LENGTH = 8 << 10;
    private static final String OPENAI_PATHS = "/v1/";

    private final RestSettings settings;
    private final DataPlane dataPlane;
    private final RestObserver observer;
    private final AccessLog accessLog;
    private final LogHandler log;
    private final Tracing tracing;
    private final InferHandler infer;
    private final StreamHandler stream;
    private final RepositoryHandler repository;
    private final DocsHandler docs;
    private final SharedMemoryHandler sharedMemory;
    private final ModelRouteHandler modelRoutes;
    private final MetricsPage metrics;
    private final Optional<CorsPolicy> cors;
    private final AtomicInteger underWay = new AtomicInteger();
    private final Shutdown shutdown =
            new Shutdown(this) {
                @Override
                public boolean isShutdownDone() {
                    return underWay.get() == 0;
                }
            };

    RestHandler(
            RestSettings settings,
            DataPlane dataPlane,
            ControlPlane controlPlane,
            RestTelemetry telemetry,
            MetricsPage metrics) {
        this.settings = settings;
        this.dataPlane = dataPlane;
        this.observer = telemetry.observer();
        this.accessLog = telemetry.accessLog();
        this.log = new LogHandler(telemetry.log());
        this.tracing = telemetry.tracing();
        this.infer = new InferHandler(dataPlane, new CloudEvents(settings.serverName()));
        this.stream = new StreamHandler(dataPlane);
        this.repository = new RepositoryHandler(controlPlane);
        this.docs = new DocsHandler(dataPlane);
        this.sharedMemory = new SharedMemoryHandler(dataPlane.sharedMemory());
        this.modelRoutes = new ModelRouteHandler(dataPlane, telemetry.tracing());
        this.metrics = metrics;
        this.cors = settings.cors().map(CorsPolicy::new);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        underWay.incrementAndGet();
        if (shutdown.isShutdown()) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        String method = request.getMethod();
        Optional<Target> target = Router.route(request.getHttpURI().getPath());
        RestExchange exchange =
                new RestExchange(
                        settings, request, response, callback, ended(request, target, response));
        if (tracing.isOn() && target.isPresent() && !isProbe(target)) {
            exchange.trace(HttpSpans.begin(tracing, request, target.get().template()));
        }
        try {
            if (cors.isEmpty() || !answerCors(cors.get(), exchange)) {
                dispatch(exchange, method, target);
            }
        } catch (RuntimeException failure) {
            exchange.answerFailure(failure);
        }
        return true;
    }

    private Runnable ended(Request request, Optional<Target> target, Response response) {
        Runnable counted = counted(request.getMethod(), target, response);
        if (!accessLog.isOn() || (isProbe(target) && !accessLog.hasProbes())) {
            return counted;
        }
        long start = System.nanoTime();
        return () -> {
            AccessLines.write(accessLog, request, response.getStatus(), System.nanoTime() - start);
            counted.run();
        };
    }

    private static boolean isProbe(Optional<Target> target) {
        return target.isPresent()
                && (target.get().route() == Route.SERVER_LIVE
                        || target.get().route() == Route.SERVER_READY);
    }

    private Runnable counted(String method, Optional<Target> target, Response response) {
        if (observer == RestObserver.NONE || target.isEmpty()) {
            return this::ended;
        }
        String path = target.get().template();
        long start = System.nanoTime();
        observer.started(method, path);
        return () -> {
            observer.answered(method, path, response.getStatus(), System.nanoTime() - start);
            ended();
        };
    }

    private void ended() {
        if (underWay.decrementAndGet() == 0 && shutdown.isShutdown()) {
            shutdown.check();
        }
    }

    /** Whether that was a question of a browser and is answered. */
    private static boolean answerCors(CorsPolicy policy, RestExchange exchange) {
        HttpFields headers = exchange.request().getHeaders();
        String origin = headers.get(HttpHeader.ORIGIN);
        if (origin == null) {
            return false;
        }
        if (!CorsPolicy.isPreflight(exchange.request().getMethod(), headers)) {
            policy.decorate(origin, headers, exchange.responseHeaders());
            return false;
        }
        List<String> refused = policy.preflight(origin, headers, exchange.responseHeaders());
        if (refused.isEmpty()) {
            exchange.answerText(OK, "OK");
        } else {
            exchange.answerText(BAD_REQUEST, "Disallowed CORS " + String.join(", ", refused));
        }
        return true;
    }

    private void dispatch(RestExchange exchange, String method, Optional<Target> target) {
        if (exchange.request().getHttpURI().asString().length() > MAX_URI_LENGTH) {
            exchange.answerError(
                    URI_TOO_LONG, "the URI is longer than " + MAX_URI_LENGTH + " characters");
        } else if (target.isPresent()) {
            if (isAllowed(target.get().route().methods(), method, exchange)) {
                dispatch(exchange, target.get());
            }
        } else if (metrics.isAt(exchange.path())) {
            if (isAllowed(List.of(HttpMethod.GET), method, exchange)) {
                metrics.answer(exchange);
            }
        } else {
            dispatchElsewhere(exchange, method);
        }
    }

    /** If not, that is answered. */
    private static boolean isAllowed(
            List<HttpMethod> allowed, String method, RestExchange exchange) {
        for (HttpMethod one : allowed) {
            if (one.is(method)) {
                return true;
            }
        }
        String wanted =
                allowed.stream().map(HttpMethod::asString).collect(Collectors.joining(", "));
        exchange.responseHeaders().put(HttpHeader.ALLOW, wanted);
        exchange.answerError(
                ErrorCode.METHOD_NOT_ALLOWED,
                "Method Not Allowed: " + wanted + " is wanted, found " + method);
        return false;
    }

    private void dispatch(RestExchange exchange, Target target) {
        switch (target.route()) {
            case SERVER_METADATA ->
                    exchange.answerUncompressed(MetadataWriter.write(dataPlane.metadata()));
            case SERVER_LIVE -> answerState(exchange, dataPlane.live());
            case SERVER_READY -> answerState(exchange, dataPlane.ready());
            case MODEL_METADATA ->
                    exchange.answerUncompressed(
                            MetadataWriter.write(
                                    dataPlane.describe(target.model(), target.version())));
            case MODEL_CONFIG -> answerConfiguration(exchange, target);
            case ALL_STATISTICS, MODEL_STATISTICS ->
                    exchange.answer(
                            StatisticsWriter.write(
                                    dataPlane.statistics(target.model(), target.version())));
            case MODEL_READY ->
                    answerState(exchange, dataPlane.modelReady(target.model(), target.version()));
            case DOCS, MODEL_DOCS -> docs.page(exchange, target);
            case DOCS_DOCUMENT, MODEL_DOCS_DOCUMENT -> docs.document(exchange, target);
            case DOCS_ASSET -> docs.asset(exchange);
            case INFER, GENERATE -> infer(exchange, target);
            case INFER_STREAM, GENERATE_STREAM -> stream.handle(exchange, target);
            case LOGGING -> log.handle(exchange);
            case SHARED_MEMORY_STATUS, SHARED_REGION_STATUS ->
                    sharedMemory.status(exchange, target.model());
            case SHARED_REGION_REGISTER -> sharedMemory.register(exchange, target.model());
            case SHARED_REGION_UNREGISTER -> sharedMemory.unregister(exchange, target.model());
            case SHARED_MEMORY_UNREGISTER -> sharedMemory.unregisterAll(exchange);
            case CUDA_MEMORY_STATUS, CUDA_REGION_STATUS ->
                    sharedMemory.cudaStatus(exchange, target.model());
            case CUDA_REGION_REGISTER -> sharedMemory.cudaRegister(exchange, target.model());
            case CUDA_MEMORY_UNREGISTER, CUDA_REGION_UNREGISTER ->
                    sharedMemory.cudaUnregister(exchange);
            case OPENAI_MODELS -> modelRoutes.models(exchange);
            case OPENAI_MODEL -> modelRoutes.model(exchange, target.model());
            case INDEX -> repository.index(exchange);
            case LOAD -> repository.load(exchange, target.model());
            case UNLOAD -> repository.unload(exchange, target.model());
        }
    }

    private void infer(RestExchange exchange, Target target) {
        AnswerForm form = AnswerForm.of(exchange.request().getHeaders());
        if (form == AnswerForm.EVENTS) {
            stream.handle(exchange, target);
        } else {
            infer.handle(exchange, target, form);
        }
    }

    private void answerConfiguration(RestExchange exchange, Target target) {
        exchange.elsewhere(
                () ->
                        exchange.answerUncompressed(
                                ConfigurationWriter.write(
                                        dataPlane.configuration(
                                                target.model(), target.version()))));
    }

    private static void answerState(RestExchange exchange, boolean good) {
        exchange.answerEmpty(good ? OK : BAD_REQUEST);
    }

    /** A path of a model's own, or of nobody. */
    private void dispatchElsewhere(RestExchange exchange, String method) {
        Optional<RouteTarget> own = modelRoutes.find(exchange.path());
        if (own.isPresent()) {
            observe(exchange, method, ModelRouteHandler.template(own.get(), exchange.path()));
            modelRoutes.handle(exchange, method, own.get());
        } else {
            answerNoRoute(exchange);
        }
    }

    private void observe(RestExchange exchange, String method, String path) {
        if (observer == RestObserver.NONE) {
            return;
        }
        long start = System.nanoTime();
        observer.started(method, path);
        exchange.alsoAtEnd(
                () ->
                        observer.answered(
                                method,
                                path,
                                exchange.response().getStatus(),
                                System.nanoTime() - start));
    }

    private void answerNoRoute(RestExchange exchange) {
        HttpURI uri = exchange.request().getHttpURI();
        String path = uri.getPath();
        if (path.endsWith("/")) {
            String shorter = path.substring(0, path.length() - 1);
            if (Router.route(shorter).isPresent()) {
                // The client sees the path that the proxy before this server strips.
                String location = settings.rootPath() + shorter;
                String query = uri.getQuery();
                exchange.responseHeaders()
                        .put(
                                HttpHeader.LOCATION,
                                query == null ? location : location + "?" + query);
                exchange.answerEmpty(TEMPORARY_REDIRECT);
                return;
            }
        }
        if (path.startsWith(OPENAI_PATHS)) {
            exchange.errorsAsOpenAi();
        }
        exchange.answerError(ErrorCode.NOT_FOUND, "Not Found: no such path");
    }

    @Override
    public CompletableFuture<Void> shutdown() {
        CompletableFuture<Void> done = shutdown.shutdown();
        shutdown.check();
        return done;
    }

    @Override
    public boolean isShutdown() {
        return shutdown.isShutdown();
    }
}
