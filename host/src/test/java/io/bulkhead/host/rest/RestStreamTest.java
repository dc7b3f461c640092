package io.bulkhead.host.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Server-sent events. */
class RestStreamTest {
    private TestRest rest;

    @BeforeEach
    void start() throws Exception {
        rest = TestRest.start();
    }

    @AfterEach
    void stop() throws Exception {
        rest.close();
    }

    private static String event(String model, int index) {
        return ("data: {\"model_name\":\"%s\",\"id\":\"1\",\"parameters\":{},\"outputs\":[{\"name\":\"%d\","
                        + "\"shape\":[2],\"datatype\":\"FP32\",\"data\":[1.0,2.5]}]}\n\n")
                .formatted(model, index);
    }

    @Test
    void everyAnswerIsAnEvent() throws Exception {
        for (String verb : new String[] {"infer_stream", "generate_stream"}) {
            HttpResponse<String> response =
                    rest.post("/v2/models/m/" + verb, TestRest.REQUEST, "Accept-Encoding", "gzip");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("content-type"))
                    .contains("text/event-stream; charset=utf-8");
            assertThat(response.body()).isEqualTo(event("m", 0) + event("m", 1) + event("m", 2));
        }
    }

    @Test
    void aFailureBeforeTheFirstEventIsAnOrdinaryError() throws Exception {
        HttpResponse<String> response = rest.post("/v2/models/nope/infer_stream", TestRest.REQUEST);
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).isEqualTo("{\"error\":\"Model nope not found\"}");
        assertThat(rest.post("/v2/models/m/infer_stream", "{").statusCode()).isEqualTo(422);
    }

    @Test
    void aLaterFailureIsTheLastEvent() throws Exception {
        HttpResponse<String> response =
                rest.post("/v2/models/breaks/infer_stream", TestRest.REQUEST);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).endsWith("data: {\"error\":\"broke\"}\n\n");
    }

    @Test
    void aClientThatGoesAwayCancelsItsStream() throws Exception {
        try (TestRest.RawConnection connection = rest.connect()) {
            connection.write(
                    "POST /v2/models/endless/infer_stream HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s"
                            .formatted(TestRest.REQUEST.length(), TestRest.REQUEST));
            assertThat(connection.readUntil("]}]}\n\n")).startsWith("HTTP/1.1 200");
        }
        assertThat(rest.dataPlane.cancelled).succeedsWithin(Duration.ofSeconds(20));
    }
}
