package io.bulkhead.host.openapi;

import io.bulkhead.api.metadata.ModelId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The Swagger page and the files that it is made of, which come from the classpath: no browser is
 * sent elsewhere. All links are relative, so the page works behind any proxy.
 */
public final class SwaggerUi {
    private static final String POM = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";
    private static final String WEBJAR = "/META-INF/resources/webjars/swagger-ui/";
    private static final String OUR_SCRIPT = "page.js";
    private static final String JAVASCRIPT = "text/javascript; charset=utf-8";

    private static final Map<String, String> CONTENT_TYPES =
            Map.of(
                    "swagger-ui.css",
                    "text/css; charset=utf-8",
                    "swagger-ui-bundle.js",
                    JAVASCRIPT,
                    "favicon-32x32.png",
                    "image/png",
                    OUR_SCRIPT,
                    JAVASCRIPT);

    private static final String PAGE =
            """
            <!DOCTYPE html>
            <html lang="en">
              <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>MLServer API Docs%1$s</title>
                <link rel="icon" type="image/png" href="%2$sv2/docs/ui/favicon-32x32.png">
                <link rel="stylesheet" href="%2$sv2/docs/ui/swagger-ui.css?v=%3$s">
              </head>
              <body>
                <div id="swagger-ui" data-document="%2$s%4$s"></div>
                <script src="%2$sv2/docs/ui/swagger-ui-bundle.js?v=%3$s"></script>
                <script src="%2$sv2/docs/ui/page.js?v=%3$s"></script>
              </body>
            </html>
            """;

    private final String version;

    /** Looks up which Swagger UI there is. */
    public SwaggerUi() {
        this.version = version();
    }

    private static String version() {
        Properties properties = new Properties();
        try (InputStream in = SwaggerUi.class.getResourceAsStream(POM)) {
            if (in == null) {
                throw new IllegalStateException("Swagger UI is not on the class path");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    /**
     * The page of the server.
     *
     * @param toRoot relative URL from the page to the server's root
     * @param document path of the OpenAPI document, without a slash before it
     */
    public String page(String toRoot, String document) {
        return page("", toRoot, document);
    }

    /** The page of a model. */
    public String page(ModelId model, String toRoot, String document) {
        String version = model.version().isEmpty() ? "" : " (" + model.version() + ")";
        return page(" - " + model.name() + version, toRoot, document);
    }

    private String page(String title, String toRoot, String document) {
        return PAGE.formatted(escaped(title), toRoot, version, escaped(document));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    /** The content type of a file; empty if the page has none of this name. */
    public Optional<String> contentType(String file) {
        return Optional.ofNullable(CONTENT_TYPES.get(file));
    }

    /** What is in a file that has a content type. */
    public byte[] content(String file) {
        String path = file.equals(OUR_SCRIPT) ? file : WEBJAR + version + "/" + file;
        try (InputStream in = SwaggerUi.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("Swagger UI has no file " + file);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
