package io.bulkhead.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.bulkhead.host.plugin.TestPlugins;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Endpoints whose answers come in parts, and whose models are named by the body. */
class StreamedRoutesIT {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String EVENTS = "text/event-stream";

    @TempDir private Path work;
    private Server server;

    @BeforeEach
    void start() throws IOException {
        Path plugins = Files.createDirectories(work.resolve("plugins"));
        TestPlugins sources = new TestPlugins(Files.createDirectories(work.resolve("compiled")));
        sources.jar("telling", plugins.resolve("telling.jar"));
        sources.jar("doubling", plugins.resolve("doubling.jar"));
        model("here", "telling", "");
        model("child", "telling", ",\"parameters\":{\"extra\":{\"isolation\":\"process\"}}");
        model("numbers", "doubling", "");
        server = TestServers.start(work, plugins);
    }

    private void model(String name, String runtime, String more) throws IOException {
        Path folder = Files.createDirectories(work.resolve("models/" + name));
        Files.writeString(
                folder.resolve("model-settings.json"),
                "{\"name\":\"" + name + "\",\"implementation\":\"" + runtime + "\"" + more + "}");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.restPort() + path);
        return CLIENT.send(
                HttpRequest.newBuilder(uri)
                        .timeout(Duration.ofSeconds(30))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String tell(String model, String query) {
        return "/v2/models/" + model + "/v1/tell?" + query;
    }

    @ParameterizedTest
    @ValueSource(strings = {"here", "child"})
    void partsArriveWithStatusAndHeaders(String model) throws Exception {
        HttpResponse<String> answer = send("POST", tell(model, "3,-1," + EVENTS), "{}");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("x-name")).contains(model);
        assertThat(answer.headers().firstValue("content-type")).contains(EVENTS);
        assertThat(answer.body()).isEqualTo("data: 0\n\ndata: 1\n\ndata: 2\n\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"here", "child"})
    void nothingIsAnAnswerToo(String model) throws Exception {
        HttpResponse<String> answer = send("POST", tell(model, "0,-1," + EVENTS), "{}");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"here", "child"})
    void failureBeforeTheFirstPartIsAnError(String model) throws Exception {
        HttpResponse<String> answer = send("POST", tell(model, "3,0," + EVENTS), "{}");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"error\":{\"message\":\"lost the thread\",\"type\":\"server_error\","
                                + "\"param\":null,\"code\":null}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"here", "child"})
    void failureBetweenEventsIsTheLastEvent(String model) throws Exception {
        HttpResponse<String> answer = send("POST", tell(model, "3,2," + EVENTS), "{}");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body())
                .isEqualTo(
                        "data: 0\n\ndata: 1\n\ndata: {\"error\":{\"message\":\"lost the thread\","
                                + "\"type\":\"server_error\",\"param\":null,\"code\":null}}\n\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"here", "child"})
    void failureAmidOtherPartsBreaksTheAnswerOff(String model) {
        assertThatThrownBy(() -> send("POST", tell(model, "3,2,text/plain"), "{}"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void clientThatHangsUpEndsTheStream() throws Exception {
        System.clearProperty("telling.cancelled");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.restPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(
                    ("POST "
                                    + tell("here", Integer.MAX_VALUE + ",-1," + EVENTS)
                                    + " HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}")
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            assertThat(in.readNBytes(4096)).hasSize(4096);
        }

        await().atMost(Duration.ofSeconds(20))
                .until(() -> System.getProperty("telling.cancelled") != null);
        assertThat(System.clearProperty("telling.cancelled")).isNotEmpty();
        assertThat(send("POST", "/v2/repository/models/here/unload", "").statusCode())
                .isEqualTo(200);
    }

    @Test
    void bodyNamesTheModelThatAnswersOnTheRoot() throws Exception {
        assertThat(
                        send("POST", "/v1/tell?whole", "{\"x\":[{\"model\":1}],\"model\":\"here\"}")
                                .body())
                .isEqualTo("{\"name\":\"here\"}");
        assertThat(send("POST", "/v1/tell?whole", "{\"model\":\"child\"}").body())
                .isEqualTo("{\"name\":\"child\"}");
    }

    @Test
    void modelThatIsNotThereIsToldInOpenAisShape() throws Exception {
        HttpResponse<String> answer = send("POST", "/v1/tell", "{\"model\":\"gpt\"}");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body())
                .contains("\"type\":\"invalid_request_error\"", "\"param\":\"model\"")
                .contains("\"code\":\"model_not_found\"", "gpt");
    }

    @Test
    void modelThatDoesNotTakePartIsRefused() throws Exception {
        HttpResponse<String> answer = send("POST", "/v1/tell", "{\"model\":\"numbers\"}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("model 'numbers' does not answer at /v1/tell");
    }

    @Test
    void bodyThatNamesNoModelIsRefusedWhereSeveralAnswer() throws Exception {
        HttpResponse<String> answer = send("POST", "/v1/tell", "{}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("the body must name a 'model', one of 'child', 'here'");
        assertThat(send("POST", "/v1/tell", "model").body()).contains("the body is no JSON");
        assertThat(send("POST", "/v1/tell", "{\"model\":3}").body()).contains("must be a text");
    }

    @Test
    void onlyModelNeedsNoName() throws Exception {
        send("POST", "/v2/repository/models/child/unload", "");

        assertThat(send("POST", "/v1/tell?whole", "{}").body()).isEqualTo("{\"name\":\"here\"}");
    }

    @Test
    void modelsAreListed() throws Exception {
        assertThat(send("GET", "/v1/models", "").body())
                .matches(
                        "\\{\"object\":\"list\",\"data\":\\[\\{\"id\":\"child\",\"object\":\"model\","
                                + "\"created\":\\d+,\"owned_by\":\"bulkhead\"},\\{\"id\":\"here\".*");
        assertThat(send("GET", "/v1/models/here", "").body()).startsWith("{\"id\":\"here\"");
        assertThat(send("GET", "/v1/models/numbers", "").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/v1/models/numbers", "").body()).contains("model_not_found");
        for (String nobodys : List.of("/v1/models/a%5Cb", "/v1/responses")) {
            assertThat(send("GET", nobodys, "").statusCode()).isEqualTo(404);
            assertThat(send("GET", nobodys, "").body())
                    .startsWith("{\"error\":{\"message\":\"Not Found: no such path\"");
        }
    }

    @Test
    void callsAreCountedWhenTheirPartsAreOver() throws Exception {
        send("POST", tell("here", "3,-1," + EVENTS), "{}");
        send("POST", tell("here", "3,1," + EVENTS), "{}");

        assertThat(send("GET", "/v2/models/here/stats", "").body())
                .contains("\"success\":{\"count\":1", "\"fail\":{\"count\":1");
    }

    @Test
    void documentsListTheEndpointOnTheRoot() throws Exception {
        assertThat(send("GET", "/v2/docs/dataplane.json", "").body())
                .contains("\"/v1/tell\"", "\"/v1/models\"");
    }
}
