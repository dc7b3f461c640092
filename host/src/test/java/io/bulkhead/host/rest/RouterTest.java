package io.bulkhead.host.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTest {
    @ParameterizedTest
    @CsvSource({
        "/v2, SERVER_METADATA, '', ''",
        "/v2/health/live, SERVER_LIVE, '', ''",
        "/v2/health/ready, SERVER_READY, '', ''",
        "/v2/logging, LOGGING, '', ''",
        "/v2/docs, DOCS, '', ''",
        "/v2/docs/dataplane.json, DOCS_DOCUMENT, '', ''",
        "/v2/docs/ui/swagger-ui.css, DOCS_ASSET, '', ''",
        "/v2/models/m/docs, MODEL_DOCS, m, ''",
        "/v2/models/m/versions/1/docs, MODEL_DOCS, m, 1",
        "/v2/models/m/docs/dataplane.json, MODEL_DOCS_DOCUMENT, m, ''",
        "/v2/models/m/versions/1/docs/dataplane.json, MODEL_DOCS_DOCUMENT, m, 1",
        "/v2/models/m, MODEL_METADATA, m, ''",
        "/v2/models/m/versions/1, MODEL_METADATA, m, 1",
        "/v2/models/m/config, MODEL_CONFIG, m, ''",
        "/v2/models/m/versions/1/config, MODEL_CONFIG, m, 1",
        "/v2/models/stats, ALL_STATISTICS, '', ''",
        "/v2/models/m/stats, MODEL_STATISTICS, m, ''",
        "/v2/models/m/versions/1/stats, MODEL_STATISTICS, m, 1",
        "/v2/models/m/ready, MODEL_READY, m, ''",
        "/v2/models/m/versions/1/ready, MODEL_READY, m, 1",
        "/v2/models/m/infer, INFER, m, ''",
        "/v2/models/m/versions/v0.1/infer, INFER, m, v0.1",
        "/v2/models/m/generate, GENERATE, m, ''",
        "/v2/models/m/infer_stream, INFER_STREAM, m, ''",
        "/v2/models/m/versions/1/generate_stream, GENERATE_STREAM, m, 1",
        "/v2/repository/index, INDEX, '', ''",
        "/v2/repository/models/m/load, LOAD, m, ''",
        "/v2/repository/models/m/unload, UNLOAD, m, ''",
        "/v2/models/infer/infer, INFER, infer, ''",
        "/v2/models/mod%C3%A8le-%E6%97%A5%E6%9C%AC/infer, INFER, modèle-日本, ''",
        "/v2/models/a%20b+c/ready, MODEL_READY, a b+c, ''"
    })
    void findsEveryEndpoint(String path, Route route, String model, String version) {
        assertThat(Router.route(path)).contains(new Target(route, model, version));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "*",
                "v2",
                "/v1",
                "/v2/",
                "/v22",
                "//v2",
                "/v2/nope",
                "/v2/docs/nope",
                "/v2/docs/nope/x",
                "/v2/models/m/docs/nope",
                "/v2/models/m/nope/dataplane.json",
                "/v2/models/m/versions/1/docs/nope",
                "/v2/models/m/versions/1/docs/dataplane.json/more",
                "/v2/health",
                "/v2/health/nope",
                "/v2/models",
                "/v2/models/",
                "/v2/models//infer",
                "/v2/models/m/nope",
                "/v2/models/m/versions",
                "/v2/models/m/versions/",
                "/v2/models/m/versions//ready",
                "/v2/models/m/versions/1/nope",
                "/v2/models/m/versions/1/infer/more",
                "/v2/repository/models/m",
                "/v2/repository/models/m/nope",
                "/v2/repository/models/m/versions/1/load",
                "/v2/models/%/infer",
                "/v2/models/%4/infer",
                "/v2/models/%zz/infer",
                "/v2/models/%ff/infer",
                "/v2/models/%00/infer",
                "/v2/models/../infer",
                "/v2/models/%2e%2e/infer",
                "/v2/models/a%2Fb/infer",
                "/v2/models/a%5Cb/infer"
            })
    void findsNothingElse(String path) {
        assertThat(Router.route(path)).isEmpty();
    }

    @Test
    void templatesNameTheVariableParts() {
        assertThat(new Target(Route.INFER, "m", "").template())
                .isEqualTo("/v2/models/{model_name}/infer");
        assertThat(new Target(Route.INFER, "m", "1").template())
                .isEqualTo("/v2/models/{model_name}/versions/{model_version}/infer");
        assertThat(new Target(Route.LOAD, "m", "").template())
                .isEqualTo("/v2/repository/models/{model_name}/load");
    }

    @ParameterizedTest
    @CsvSource({
        "plain-1, plain-1",
        "my-id/ä 1, my-id/ä 1",
        "号-1, %E5%8F%B7-1",
        "ä号 100%, %C3%A4%E5%8F%B7 100%25"
    })
    void headerValuesAreEncodedOnlyWhereTheyMust(String text, String value) {
        assertThat(PercentEncoding.headerValue(text)).isEqualTo(value);
    }

    @Test
    void headerValuesHoldNoLineBreaks() {
        assertThat(PercentEncoding.headerValue("a\r\nSet-Cookie: b"))
                .isEqualTo("a%0D%0ASet-Cookie: b");
    }
}
