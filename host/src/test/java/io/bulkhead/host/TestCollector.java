package io.bulkhead.host;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** A collector of traces, by gRPC and by HTTP, that keeps what it gets. */
final class TestCollector implements AutoCloseable {
    /** A span and the name of the service that sent it. */
    record Received(String service, Span span) {
        String name() {
            return span.getName();
        }

        String id() {
            return hex(span.getSpanId().toByteArray());
        }

        String parent() {
            return hex(span.getParentSpanId().toByteArray());
        }

        String trace() {
            return hex(span.getTraceId().toByteArray());
        }

        /** As text; empty if there is none. */
        String attribute(String key) {
            return text(span.getAttributesList(), key);
        }
    }

    private final List<Received> spans = new CopyOnWriteArrayList<>();
    private final Server grpc;
    private final HttpServer http;

    TestCollector() throws IOException {
        grpc =
                NettyServerBuilder.forAddress(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .addService(new Service())
                        .build()
                        .start();
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/v1/traces", this::receive);
        http.start();
    }

    String grpcAddress() {
        return "127.0.0.1:" + grpc.getPort();
    }

    String httpAddress() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    List<Received> spans() {
        return List.copyOf(spans);
    }

    Optional<Received> find(String trace, String name) {
        return spans.stream()
                .filter(span -> span.trace().equals(trace) && span.name().equals(name))
                .findFirst();
    }

    private final class Service extends TraceServiceGrpc.TraceServiceImplBase {
        @Override
        public void export(
                ExportTraceServiceRequest request,
                StreamObserver<ExportTraceServiceResponse> observer) {
            keep(request);
            observer.onNext(ExportTraceServiceResponse.getDefaultInstance());
            observer.onCompleted();
        }
    }

    private void receive(HttpExchange exchange) throws IOException {
        boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        try (exchange;
                InputStream body =
                        gzip
                                ? new GZIPInputStream(exchange.getRequestBody())
                                : exchange.getRequestBody()) {
            keep(ExportTraceServiceRequest.parseFrom(body));
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private void keep(ExportTraceServiceRequest request) {
        request.getResourceSpansList()
                .forEach(
                        resource ->
                                resource.getScopeSpansList().stream()
                                        .flatMap(scope -> scope.getSpansList().stream())
                                        .map(
                                                span ->
                                                        new Received(
                                                                text(
                                                                        resource.getResource()
                                                                                .getAttributesList(),
                                                                        "service.name"),
                                                                span))
                                        .forEach(spans::add));
    }

    private static String text(List<KeyValue> attributes, String key) {
        return attributes.stream()
                .filter(attribute -> attribute.getKey().equals(key))
                .map(KeyValue::getValue)
                .map(TestCollector::text)
                .findFirst()
                .orElse("");
    }

    private static String text(AnyValue value) {
        return value.hasIntValue() ? Long.toString(value.getIntValue()) : value.getStringValue();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public void close() {
        grpc.shutdownNow();
        http.stop(0);
    }
}
