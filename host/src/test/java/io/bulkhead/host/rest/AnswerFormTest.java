package io.bulkhead.host.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code Accept} decides. */
class AnswerFormTest {
    private TestRest rest;

    @BeforeEach
    void start() throws Exception {
        rest = TestRest.start();
    }

    @AfterEach
    void stop() throws Exception {
        rest.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/*                                              | ANY",
                "text/html                                        | ANY",
                "application/*                                    | ANY",
                "application/json, text/plain, */*                | JSON",
                "Application/JSON; charset=utf-8                  | JSON",
                "application/octet-stream                         | BINARY",
                "application/octet-stream;q=0.1, application/json | JSON",
                "application/octet-stream, application/json       | BINARY",
                "application/octet-stream;q=0, */*                | ANY",
                "text/event-stream                                | EVENTS",
                "application/json, text/event-stream              | JSON",
                "text/html, text/event-stream;q=0.9, */*;q=0.1    | EVENTS",
                "nonsense;;;q=                                    | ANY"
            })
    void isTheFirstOfThoseThatAreLikedBest(String accept, AnswerForm form) {
        assertThat(AnswerForm.of(HttpFields.build().put(HttpHeader.ACCEPT, accept)))
                .isEqualTo(form);
    }

    @Test
    void anyTypeThatNoAnswerHasIsAnsweredWithJson() throws Exception {
        HttpResponse<String> response = rest.infer("m", TestRest.REQUEST, "Accept", "text/html");
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
    }

    @Test
    void valuesComeAsBytesToWhoAcceptsBytes() throws Exception {
        HttpResponse<byte[]> response =
                rest.sendForBytes(
                        rest.request("/v2/models/m/infer", "Accept", "application/octet-stream")
                                .POST(HttpRequest.BodyPublishers.ofString(TestRest.REQUEST)));
        assertThat(response.headers().firstValue("content-type"))
                .contains("application/octet-stream");
        int json =
                (int)
                        response.headers()
                                .firstValueAsLong("Inference-Header-Content-Length")
                                .orElseThrow();
        assertThat(response.body().length - json).isEqualTo(2 * Float.BYTES);
    }

    @Test
    void requestItselfComesFirst() throws Exception {
        String request =
                TestRest.REQUEST.replace(
                        "{\"id\"", "{\"parameters\":{\"binary_data_output\":false},\"id\"");
        HttpResponse<String> response =
                rest.infer("m", request, "Accept", "application/octet-stream");
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
    }

    @Test
    void rawRequestIsAnsweredWithJsonToWhoAcceptsJson() throws Exception {
        HttpResponse<String> response =
                rest.infer(
                        "raw:BYTES:1",
                        "text",
                        "Inference-Header-Content-Length",
                        "0",
                        "Content-Type",
                        "application/octet-stream",
                        "Accept",
                        "application/json");
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
        assertThat(response.body()).contains("\"data\":[\"text\"]");
    }

    @Test
    void eventsComeToWhoAcceptsEvents() throws Exception {
        HttpResponse<String> response =
                rest.post("/v2/models/m/generate", TestRest.REQUEST, "Accept", "text/event-stream");
        assertThat(response.headers().firstValue("content-type"))
                .contains("text/event-stream; charset=utf-8");
        assertThat(response.body()).startsWith("data: {").endsWith("\n\n");
    }

    @Test
    void errorsAreJsonWhateverIsAccepted() throws Exception {
        HttpResponse<String> response =
                rest.infer("nope", TestRest.REQUEST, "Accept", "application/octet-stream");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
    }
}
