package io.bulkhead.host.rest;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.metadata.ModelId;
import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.host.dataplane.DataPlane;
import io.bulkhead.host.dataplane.RouteTarget;
import io.bulkhead.host.openapi.ModelEndpoint;
import io.bulkhead.host.openapi.OpenApiDocuments;
import io.bulkhead.host.openapi.SwaggerUi;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;

/** Answers with the OpenAPI documents and the Swagger page, on threads that may take their time. */
final class DocsHandler {
    private static final String DOCUMENT = "/dataplane.json";

    private static final HttpField HTML =
            new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "text/html; charset=utf-8");

    /** Nothing but what this server sends; Swagger UI brings styles and pictures of its own. */
    private static final HttpField ONLY_FROM_HERE =
            new PreEncodedHttpField(
                    "Content-Security-Policy",
                    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
                            + " object-src 'none'; base-uri 'none'");

    /** Their URLs carry Swagger UI's version. */
    private static final HttpField KEEP =
            new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "public, max-age=86400");

    private final DataPlane dataPlane;
    private final OpenApiDocuments documents = new OpenApiDocuments();
    private final SwaggerUi swagger = new SwaggerUi();

    DocsHandler(DataPlane dataPlane) {
        this.dataPlane = dataPlane;
    }

    void page(RestExchange exchange, Target target) {
        exchange.elsewhere(
                () -> {
                    if (!target.model().isEmpty()) {
                        dataPlane.describe(target.model(), target.version()); // or it is unknown
                    }
                    String page = page(exchange.path(), target);
                    exchange.responseHeaders().put(ONLY_FROM_HERE);
                    exchange.answer(HTML, page.getBytes(StandardCharsets.UTF_8));
                });
    }

    private String page(String path, Target target) {
        String toRoot = toRoot(path);
        String document = path.substring(1) + DOCUMENT;
        return target.model().isEmpty()
                ? swagger.page(toRoot, document)
                : swagger.page(id(target), toRoot, document);
    }

    void document(RestExchange exchange, Target target) {
        exchange.elsewhere(
                () -> exchange.answer(RestExchange.JSON, document(exchange.path(), target)));
    }

    private byte[] document(String path, Target target) {
        String toRoot = toRoot(path);
        if (target.model().isEmpty()) {
            return documents.ofServer(toRoot, endpoints(dataPlane.rootRoutes()));
        }
        List<TensorMetadata> inputs = dataPlane.inputs(target.model(), target.version());
        List<ModelEndpoint> endpoints =
                endpoints(dataPlane.routes(target.model(), target.version()));
        return documents.ofModel(id(target), inputs, endpoints, toRoot);
    }

    private static List<ModelEndpoint> endpoints(List<RouteTarget> routes) {
        return routes.stream()
                .map(route -> new ModelEndpoint(route.path(), route.methods(), route.openAi()))
                .toList();
    }

    void asset(RestExchange exchange) {
        exchange.elsewhere(
                () -> {
                    String path = exchange.path();
                    String file = path.substring(path.lastIndexOf('/') + 1);
                    Optional<String> contentType = swagger.contentType(file);
                    if (contentType.isEmpty()) {
                        exchange.answerError(ErrorCode.NOT_FOUND, "Not Found: no such file");
                        return;
                    }
                    exchange.responseHeaders().put(KEEP);
                    exchange.answer(
                            new HttpField(HttpHeader.CONTENT_TYPE, contentType.get()),
                            swagger.content(file));
                });
    }

    private static ModelId id(Target target) {
        return new ModelId(target.model(), target.version());
    }

    /** From a path to the root it hangs under: that of the server, or of the proxy before it. */
    private static String toRoot(String path) {
        long slashes = path.chars().filter(c -> c == '/').count();
        return "../".repeat((int) slashes - 1);
    }
}
