package io.bulkhead.host.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The logging extension and the access log over REST. */
class LogExtensionTest {
    private final Logger access = (Logger) LoggerFactory.getLogger("bulkhead.access");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private TestRest rest;

    @BeforeEach
    void start() throws IOException {
        lines.list = new java.util.concurrent.CopyOnWriteArrayList<>();
        lines.start();
        access.addAppender(lines);
        rest = TestRest.start();
    }

    @AfterEach
    void stop() throws Exception {
        rest.close();
        access.setLevel(Level.OFF);
        access.detachAppender(lines);
    }

    private List<String> messages() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void getShowsTheSettings() throws Exception {
        assertThat(rest.get("/v2/logging").body())
                .isEqualTo("{\"log_format\":\"json\",\"log_info\":true,\"log_verbose_level\":0}");
    }

    @Test
    void postChangesThemAndShowsThemAll() throws Exception {
        String body = "{\"log_info\":false,\"log_verbose_level\":2,\"log_format\":null}";

        assertThat(rest.post("/v2/logging", body).body())
                .isEqualTo("{\"log_format\":\"null\",\"log_info\":false,\"log_verbose_level\":2}");
    }

    @Test
    void whatCannotBeChangedIs400() throws Exception {
        var answer = rest.post("/v2/logging", "{\"log_file\":\"/etc/passwd\"}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("log setting 'log_file'");
        assertThat(rest.post("/v2/logging", "[").statusCode()).isEqualTo(422);
    }

    @Test
    void anAccessLineSaysWhoAskedForWhatAndWhatCameOfIt() throws Exception {
        access.setLevel(Level.INFO);

        rest.post("/v2/models/m/infer?x=1", TestRest.REQUEST);
        rest.get("/v2/nope");

        await().untilAsserted(() -> assertThat(messages()).hasSize(2));
        assertThat(messages().get(0))
                .matches("127.0.0.1:\\d+ - \"POST /v2/models/m/infer\\?x=1 HTTP/1.1\" 200 OK");
        assertThat(messages().get(1))
                .matches("127.0.0.1:\\d+ - \"GET /v2/nope HTTP/1.1\" 404 Not Found");
    }

    @Test
    void noLineIsWrittenUnlessWanted() throws Exception {
        rest.get("/v2/nope");
        access.setLevel(Level.INFO);
        rest.get("/v2/health/live");

        await().untilAsserted(() -> assertThat(messages()).hasSize(1));
        assertThat(messages().get(0)).contains("GET /v2/health/live");
    }
}
