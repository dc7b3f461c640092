package io.bulkhead.host.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.host.ErrorTable;
import io.bulkhead.host.config.ErrorProfile;
import io.bulkhead.host.config.ServerSettings;
import java.net.BindException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestServerTest {
    private static final String ANSWER =
            "{\"model_name\":\"m\",\"id\":\"1\",\"parameters\":{},\"outputs\":[{\"name\":\"x\",\"shape\":[2],"
                    + "\"datatype\":\"FP32\",\"data\":[1.0,2.5]}]}";

    private TestRest rest;

    @BeforeEach
    void start() throws Exception {
        rest = TestRest.start();
    }

    @AfterEach
    void stop() throws Exception {
        rest.close();
        assertThat(rest.dataPlane.leases).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/health/live",
                "/v2/health/ready",
                "/v2/models/m/ready",
                "/v2/models/m/versions/1/ready?x=1"
            })
    void healthIsAnEmpty200(String path) throws Exception {
        HttpResponse<String> response = rest.get(path);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValue("content-type")).isEmpty();
    }

    @Test
    void whatIsNotReadyIsAnEmpty400() throws Exception {
        rest.dataPlane.ready = false;
        assertThat(rest.get("/v2/health/ready").statusCode()).isEqualTo(400);
        assertThat(rest.get("/v2/models/loading/ready").statusCode()).isEqualTo(400);
        assertThat(rest.get("/v2/models/loading/ready").body()).isEmpty();
    }

    @Test
    void metadataIsJson() throws Exception {
        HttpResponse<String> response = rest.get("/v2?format=json");
        assertThat(response.body())
                .isEqualTo("{\"name\":\"mlserver\",\"version\":\"1\",\"extensions\":[]}");
        assertThat(response.headers().allValues("content-type"))
                .containsExactly("application/json");
        assertThat(rest.get("/v2/models/mod%C3%A8le-%E6%97%A5/versions/2").body())
                .startsWith("{\"name\":\"modèle-日\",\"versions\":[\"2\"],");
    }

    @Test
    void anInferenceIsAnsweredWithItsCloudEvent() throws Exception {
        HttpResponse<String> response = rest.infer("m", TestRest.REQUEST);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(ANSWER);
        assertThat(response.headers().map())
                .containsEntry("content-type", List.of("application/json"))
                .containsEntry("content-length", List.of(Integer.toString(ANSWER.length())))
                .containsEntry("ce-specversion", List.of("0.3"))
                .containsEntry("ce-source", List.of("io.seldon.serving.deployment.mlserver"))
                .containsEntry("ce-type", List.of("io.seldon.serving.inference.response"))
                .containsEntry("ce-modelid", List.of("m"))
                .containsEntry("ce-inferenceservicename", List.of("mlserver"))
                .containsEntry("ce-endpoint", List.of("m"))
                .containsEntry("ce-id", List.of("1"))
                .containsEntry("ce-requestid", List.of("1"))
                .doesNotContainKeys("server", "connection", "content-encoding");
    }

    @Test
    void generateIsInferUnderAnotherName() throws Exception {
        assertThat(rest.post("/v2/models/m/generate", TestRest.REQUEST).body()).isEqualTo(ANSWER);
        assertThat(rest.post("/v2/models/m/versions/3/generate", TestRest.REQUEST).body())
                .contains("\"model_version\":\"3\"");
    }

    @Test
    void anIdTooLongForAHeaderIsInTheBodyAlone() throws Exception {
        String id = "é\\n".repeat(10_000);
        HttpResponse<String> response =
                rest.infer("m", TestRest.REQUEST.replace("\"1\"", '"' + id + '"'));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains(id);
        assertThat(response.headers().map()).containsKey("ce-type").doesNotContainKey("ce-id");
    }

    @Test
    void namesAndIdsBeyondLatin1AreAnswered() throws Exception {
        HttpResponse<String> response =
                rest.infer("%E6%97%A5", TestRest.REQUEST.replace("\"1\"", "\"号\\r\\n\""));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"model_name\":\"日\",\"id\":\"号\\r\\n\"");
        assertThat(response.headers().firstValue("ce-modelid")).contains("%E6%97%A5");
        assertThat(response.headers().firstValue("ce-id")).contains("%E5%8F%B7%0D%0A");
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, 200",
        "application/json; charset=utf-8, 200",
        "Application/JSON, 200",
        "application/vnd.api+json, 200",
        "text/plain, 422",
        "application/x-www-form-urlencoded, 422",
        "application/octet-stream, 200"
    })
    void onlyJsonIsTaken(String type, int status) throws Exception {
        HttpResponse<String> response = rest.infer("m", TestRest.REQUEST, "Content-Type", type);
        assertThat(response.statusCode()).isEqualTo(status);
        if (status != 200) {
            assertThat(response.body()).startsWith("{\"error\":\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[1]", "null", "{\"id\":\"1\"}", "\uFEFF{}"})
    void aBrokenBodyIsUnprocessable(String body) throws Exception {
        HttpResponse<String> response = rest.infer("m", body);
        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body()).startsWith("{\"error\":\"").contains("line 1");
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void everyErrorHasItsStatusAndAnError(ErrorCode code) throws Exception {
        HttpResponse<String> response = rest.infer(code.name(), TestRest.REQUEST);
        assertThat(response.statusCode())
                .isEqualTo(RestErrors.status(code, ErrorProfile.MLSERVER))
                .isBetween(400, 599);
        assertThat(response.body()).isEqualTo("{\"error\":\"as asked\"}");
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
        boolean retry = code == ErrorCode.UNAVAILABLE || code == ErrorCode.RESOURCE_EXHAUSTED;
        assertThat(response.headers().firstValue("retry-after").isPresent()).isEqualTo(retry);
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void pageForTroubleSaysTheStatus(ErrorCode code) {
        assertThat(ErrorTable.rows()).containsKey(code);
        assertThat(ErrorTable.rows().get(code).rest())
                .isEqualTo(RestErrors.status(code, ErrorProfile.MLSERVER));
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void theProtocolsProfileSays400ForOurs422Alone(ErrorCode code) throws Exception {
        int ours = RestErrors.status(code, ErrorProfile.MLSERVER);
        try (TestRest oip = TestRest.with(ErrorProfile.OIP)) {
            HttpResponse<String> response = oip.infer(code.name(), TestRest.REQUEST);
            assertThat(response.statusCode()).isEqualTo(ours == 422 ? 400 : ours);
            assertThat(response.body()).isEqualTo("{\"error\":\"as asked\"}");
            assertThat(oip.infer("m", "{").statusCode()).isEqualTo(400);
        }
    }

    @Test
    void unknownModelsAreNotFound() throws Exception {
        for (String path : List.of("/v2/models/nope", "/v2/models/nope/ready")) {
            assertThat(rest.get(path).statusCode()).isEqualTo(404);
            assertThat(rest.get(path).body()).isEqualTo("{\"error\":\"Model nope not found\"}");
        }
        HttpResponse<String> infer = rest.post("/v2/models/m/versions/77/infer", TestRest.REQUEST);
        assertThat(infer.statusCode()).isEqualTo(404);
        assertThat(infer.body()).isEqualTo("{\"error\":\"Model m with version 77 not found\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bug", "throws"})
    void whatNobodyExplainsStaysInTheLog(String model) throws Exception {
        HttpResponse<String> response = rest.infer(model, TestRest.REQUEST);
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body())
                .matches(
                        "\\{\"error\":\"internal error, see the server's log under id [-0-9a-f]{36}\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/nope", "/v2/nope", "/v2/models/m/versions//ready", "/v2/a/b/c/d/e/f"})
    void otherPathsAreNotFound(String path) throws Exception {
        HttpResponse<String> response = rest.get(path);
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).startsWith("{\"error\":\"Not Found");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v2/models/m/infer, POST",
        "POST, /v2/models/m, GET",
        "DELETE, /v2, GET",
        "HEAD, /v2/health/live, GET",
        "OPTIONS, /v2/models/m/infer, POST",
        "GET, /v2/repository/index, POST",
        "GET, /v2/repository/models/m/load, POST"
    })
    void otherMethodsAreNotAllowed(String method, String path, String allowed) throws Exception {
        HttpResponse<String> response =
                rest.send(rest.request(path).method(method, HttpRequest.BodyPublishers.noBody()));
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("allow")).contains(allowed);
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
    }

    @Test
    void aTrailingSlashIsRedirected() throws Exception {
        HttpResponse<String> response = rest.get("/v2/models/m/?a=b");
        assertThat(response.statusCode()).isEqualTo(307);
        assertThat(response.headers().firstValue("location")).contains("/v2/models/m?a=b");
        assertThat(rest.get("/v2/").headers().firstValue("location")).contains("/v2");
        assertThat(rest.get("/nope/").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ml/serving", "/ml/serving", "/ml/serving/"})
    void aTrailingSlashIsRedirectedToWhereAProxyTakesIt(String rootPath) throws Exception {
        ServerSettings settings =
                TestRest.settings(
                        new ServerSettings.Rest(
                                0, rootPath, true, TestRest.MAX_REQUEST_BYTES, Optional.empty()));
        try (TestRest behind = new TestRest(RestSettings.of(settings), 0)) {
            assertThat(behind.get("/v2/docs/").headers().firstValue("location"))
                    .contains("/ml/serving/v2/docs");
            assertThat(behind.get("/ml/serving/v2").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void theRepositoryIsListed() throws Exception {
        String all =
                "[{\"name\":\"a\",\"state\":\"READY\",\"reason\":\"\"},"
                        + "{\"name\":\"b\",\"version\":\"1\",\"state\":\"UNAVAILABLE\",\"reason\":\"\"}]";
        assertThat(rest.post("/v2/repository/index", "{}").body()).isEqualTo(all);
        assertThat(rest.post("/v2/repository/index", "{\"ready\":true}").body())
                .isEqualTo("[{\"name\":\"a\",\"state\":\"READY\",\"reason\":\"\"}]");
        assertThat(rest.post("/v2/repository/index", "").body()).isEqualTo(all);
        String bytes = "application/octet-stream";
        assertThat(rest.post("/v2/repository/index", "{}", "Content-Type", bytes).body())
                .isEqualTo(all);
        assertThat(rest.post("/v2/repository/index", "{\"ready\":1}").statusCode()).isEqualTo(422);
    }

    @Test
    void modelsAreLoadedAndUnloaded() throws Exception {
        HttpResponse<String> loaded = rest.post("/v2/repository/models/a%20b/load", "");
        assertThat(loaded.statusCode()).isEqualTo(200);
        assertThat(loaded.body()).isEmpty();
        assertThat(rest.controlPlane.lastCall).isEqualTo("load a b");
        assertThat(rest.post("/v2/repository/models/m/unload", "{\"x\":1}").statusCode())
                .isEqualTo(200);
        assertThat(rest.controlPlane.lastCall).isEqualTo("unload m");
        assertThat(rest.post("/v2/repository/models/nope/load", "{}").body())
                .isEqualTo("{\"error\":\"Model nope not found\"}");
    }

    @Test
    void aModelSeesTheHeadersOfItsRequest() throws Exception {
        rest.infer("m", TestRest.REQUEST, "X-Custom", "v", "X-Twice", "1", "X-Twice", "2");
        assertThat(rest.dataPlane.lastContext.get().headers())
                .containsEntry("x-custom", List.of("v"))
                .containsEntry("x-twice", List.of("1", "2"))
                .doesNotContainKey("connection");
    }

    @Test
    void anAnswerMayComeLaterFromAnotherThread() throws Exception {
        CompletableFuture<HttpResponse<String>> answer = inferBehindTheGate();
        rest.dataPlane.entered.get(20, TimeUnit.SECONDS);
        assertThat(answer).isNotDone();
        rest.dataPlane.gate.complete(null);
        assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    private CompletableFuture<HttpResponse<String>> inferBehindTheGate() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return rest.infer("gate", TestRest.REQUEST);
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                });
    }

    @Test
    void stoppingFinishesRequestsUnderWay() throws Exception {
        CompletableFuture<HttpResponse<String>> answer = inferBehindTheGate();
        rest.dataPlane.entered.get(20, TimeUnit.SECONDS);
        CompletableFuture<Void> stopped =
                CompletableFuture.runAsync(
                        () -> {
                            try {
                                rest.close();
                            } catch (Exception e) {
                                throw new AssertionError(e);
                            }
                        });
        rest.dataPlane.gate.completeOnTimeout(null, 200, TimeUnit.MILLISECONDS);
        assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(stopped).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void aSlowModelOutlivesTheIdleTimeout() throws Exception {
        try (TestRest impatient = TestRest.withIdleTimeout(Duration.ofMillis(200))) {
            impatient.dataPlane.gate.completeOnTimeout(null, 1, TimeUnit.SECONDS);
            assertThat(impatient.infer("gate", TestRest.REQUEST).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws Exception {
        try (TestRest.RawConnection connection = rest.connect()) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                requests.append(
                        rawRequest("m", TestRest.REQUEST.replace("\"1\"", "\"n" + i + "\"")));
            }
            connection.write(requests.toString());
            for (int i = 0; i < 50; i++) {
                assertThat(connection.readUntil("]}]}")).contains("\"id\":\"n" + i + "\"");
            }
        }
    }

    private static String rawRequest(String model, String body) {
        return "POST /v2/models/%s/infer HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(model, body.length(), body);
    }

    @Test
    void aConnectionCutWhileInferringDoesNoHarm() throws Exception {
        try (TestRest.RawConnection connection = rest.connect()) {
            connection.write(rawRequest("gate", TestRest.REQUEST));
            rest.dataPlane.entered.get(20, TimeUnit.SECONDS);
        }
        rest.dataPlane.gate.complete(null);
        assertThat(rest.infer("m", TestRest.REQUEST).statusCode()).isEqualTo(200);
    }

    @Test
    void observersSeeTemplatesAndStatus() throws Exception {
        rest.infer("m", TestRest.REQUEST);
        rest.get("/v2/models/nope/versions/1/ready");
        rest.get("/unknown");
        rest.close();
        assertThat(rest.observed)
                .containsExactly(
                        "started POST /v2/models/{model_name}/infer",
                        "answered POST /v2/models/{model_name}/infer 200",
                        "started GET /v2/models/{model_name}/versions/{model_version}/ready",
                        "answered GET /v2/models/{model_name}/versions/{model_version}/ready 404");
    }

    @Test
    void aPortInUseIsNamedWithItsSetting() {
        assertThatExceptionOfType(BindException.class)
                .isThrownBy(
                        () ->
                                new TestRest(
                                        TestRest.settings(Optional.empty(), Duration.ofSeconds(1)),
                                        rest.port()))
                .withMessageContaining("port " + rest.port() + " (http_port)");
    }

    @ParameterizedTest
    @CsvSource({"20000, 431", "9000, 414"})
    void longHeadersAndPathsAreRefused(int length, int status) throws Exception {
        String path = status == 414 ? "/v2?" + "x".repeat(length) : "/v2";
        String header = status == 431 ? "X-Long: " + "x".repeat(length) + "\r\n" : "";
        try (TestRest.RawConnection connection = rest.connect()) {
            connection.write(
                    "GET %s HTTP/1.1\r\nHost: x\r\n%sConnection: close\r\n\r\n"
                            .formatted(path, header));
            assertThat(connection.readAll())
                    .startsWith("HTTP/1.1 " + status)
                    .contains("application/json")
                    .contains("{\"error\":\"");
        }
    }
}
