package io.bulkhead.host.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The OpenAPI documents, the Swagger page and the metrics, over a socket. */
class DocsTest {
    private static final Pattern LINK = Pattern.compile("(?:href|src|data-document)=\"([^\"]*)\"");

    private TestRest rest;

    @BeforeEach
    void start() throws Exception {
        rest = TestRest.start();
    }

    @AfterEach
    void stop() throws Exception {
        rest.close();
    }

    private static String contentType(HttpResponse<?> response) {
        return response.headers().firstValue("content-type").orElse("");
    }

    @ParameterizedTest
    @CsvSource({
        "/v2/docs, MLServer API Docs",
        "/v2/models/m/docs, MLServer API Docs - m",
        "/v2/models/m/versions/1/docs, MLServer API Docs - m (1)",
        "/v2/models/%3Ca%26%22%3E/docs, MLServer API Docs - &lt;a&amp;&quot;>"
    })
    void pageIsTitledAndAllItsLinksWork(String path, String title) throws Exception {
        HttpResponse<String> page = rest.get(path);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(contentType(page)).isEqualTo("text/html; charset=utf-8");
        assertThat(page.body()).contains("<title>" + title + "</title>", path + "/dataplane.json");
        Matcher link = LINK.matcher(page.body());
        int links = 0;
        for (; link.find(); links++) {
            URI target = URI.create(path).resolve(link.group(1));
            assertThat(rest.get(target.toString()).statusCode()).as(link.group(1)).isEqualTo(200);
        }
        assertThat(links).isEqualTo(5);
    }

    @Test
    void pageWorksBehindAProxyThatStripsAPrefix() throws Exception {
        String page = rest.get("/v2/models/m/docs").body();
        URI seenByTheBrowser = URI.create("https://example.com/ml/serving/v2/models/m/docs");
        Matcher link = LINK.matcher(page);
        while (link.find()) {
            assertThat(seenByTheBrowser.resolve(link.group(1)).toString())
                    .startsWith("https://example.com/ml/serving/v2/");
        }
    }

    @Test
    void pageLoadsNothingFromElsewhere() throws Exception {
        HttpResponse<String> page = rest.get("/v2/docs");

        assertThat(page.body()).doesNotContain("://");
        assertThat(page.headers().firstValue("content-security-policy"))
                .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'self';"));
    }

    @ParameterizedTest
    @CsvSource({
        "swagger-ui-bundle.js, text/javascript; charset=utf-8",
        "swagger-ui.css, text/css; charset=utf-8",
        "favicon-32x32.png, image/png",
        "page.js, text/javascript; charset=utf-8"
    })
    void filesOfThePageComeFromTheClassPath(String file, String contentType) throws Exception {
        var response = rest.sendForBytes(rest.request("/v2/docs/ui/" + file).GET());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isNotEmpty();
        assertThat(contentType(response)).isEqualTo(contentType);
        assertThat(response.headers().firstValue("cache-control")).isPresent();
    }

    @Test
    void largeFilesAreCompressedForWhoLikesThat() throws Exception {
        var response =
                rest.sendForBytes(
                        rest.request(
                                        "/v2/docs/ui/swagger-ui-bundle.js",
                                        "Accept-Encoding",
                                        "gzip, deflate")
                                .GET());

        assertThat(response.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(response.body().length).isBetween(1, 1 << 20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/docs/ui/index.html",
                "/v2/docs/ui/..%2Fdataplane.json",
                "/v2/docs/ui/%2e%2e"
            })
    void filesThatThePageDoesNotHaveAreNotFound(String path) throws Exception {
        HttpResponse<String> response = rest.get(path);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).startsWith("{\"error\":\"Not Found");
    }

    @ParameterizedTest
    @CsvSource({
        "/v2/models/nope/docs, Model nope not found",
        "/v2/models/nope/docs/dataplane.json, Model nope not found",
        "/v2/models/m/versions/77/docs, Model m with version 77 not found",
        "/v2/models/m/versions/77/docs/dataplane.json, Model m with version 77 not found"
    })
    void unknownModelsAreAnsweredAsElsewhere(String path, String message) throws Exception {
        HttpResponse<String> response = rest.get(path);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(contentType(response)).isEqualTo("application/json");
        assertThat(response.body()).isEqualTo("{\"error\":\"" + message + "\"}");
    }

    @Test
    void documentsAreJson() throws Exception {
        for (String path : List.of("/v2/docs/dataplane.json", "/v2/models/m/docs/dataplane.json")) {
            HttpResponse<String> response = rest.get(path);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(contentType(response)).isEqualTo("application/json");
            assertThat(response.body()).startsWith("{\"openapi\":\"3.0.3\"");
        }
    }

    @Test
    void metricsAreOnThisPortTooAndCountThemselvesNot() throws Exception {
        HttpResponse<String> response = rest.get("/metrics");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(contentType(response)).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        assertThat(response.body()).isEqualTo("metrics 1.0\n");
        assertThat(rest.post("/metrics", "").statusCode()).isEqualTo(405);
        assertThat(rest.observed).isEmpty();
    }
}
