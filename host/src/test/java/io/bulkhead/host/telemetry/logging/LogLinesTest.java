package io.bulkhead.host.telemetry.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bulkhead.api.metadata.ModelId;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LogLinesTest {
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3}";

    private final LoggerContext context = new LoggerContext();
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    @AfterEach
    void restoreLoader() {
        Thread.currentThread().setContextClassLoader(before);
    }

    private LoggingEvent event(String logger, Level level, String message) {
        return event(logger, level, message, null, Map.of());
    }

    private LoggingEvent event(
            String logger,
            Level level,
            String message,
            @Nullable Throwable failure,
            Map<String, String> fields) {
        LoggingEvent event =
                new LoggingEvent("", context.getLogger(logger), level, message, failure, null);
        event.setMDCPropertyMap(fields);
        return event;
    }

    private static JsonNode json(LoggingEvent event) throws JsonProcessingException {
        String line = JsonLine.of(event);
        assertThat(line).endsWith("\n");
        assertThat(line.strip()).doesNotContain("\n", "\r");
        return JsonMapper.builder().build().readTree(line);
    }

    @Test
    void lineLooksAsMlserversDo() {
        LoggingEvent event = event("io.bulkhead.host.rest.RestServer", Level.WARN, "one {} two");

        assertThat(TextLine.of(event, false))
                .matches(TIME + " \\[bulkhead.rest] WARNING - one \\{} two\n");
    }

    @Test
    void lineNamesTheModelThatItIsAbout() {
        Map<String, String> fields =
                Map.of(LogFields.MODEL_NAME, "echo", LogFields.MODEL_VERSION, "v1");

        assertThat(TextLine.of(event("io.bulkhead.host.X", Level.INFO, "m", null, fields), false))
                .matches(TIME + " \\[bulkhead]\\[echo:v1] INFO - m\n");
    }

    @Test
    void lineNamesTheModelWhoseCodeLogged() throws Exception {
        Thread.currentThread().setContextClassLoader(new Scoped());

        LoggingEvent event = event("com.example.Mine", Level.INFO, "m");

        assertThat(TextLine.of(event, false)).contains(" [com.example.Mine][iris] INFO - m");
        assertThat(json(event).path("model_name").textValue()).isEqualTo("iris");
        assertThat(json(event).has("model_version")).isFalse();
    }

    private static final class Scoped extends ClassLoader implements ModelScope {
        @Override
        public Optional<ModelId> model() {
            return Optional.of(new ModelId("iris", ""));
        }
    }

    @Test
    void clientsTextCannotEndALineNorSteerATerminal() {
        String line =
                TextLine.of(event("a", Level.INFO, "x\r\n2026-01-01 forged\u001b[2J\u0000"), false);

        assertThat(line).endsWith(" - x | 2026-01-01 forged?[2J?\n");
    }

    @Test
    void aTraceCannotForgeALine() {
        RuntimeException failure =
                new IllegalStateException(
                        "first\n2026-01-01 00:00:00,000 [bulkhead] INFO - forged");

        String line = TextLine.of(event("a", Level.ERROR, "m", failure, Map.of()), false);

        assertThat(line).contains("\njava.lang.IllegalStateException: first\n\t2026-01-01");
        assertThat(line.lines().skip(3)).allMatch(part -> part.startsWith("\tat "));
    }

    @Test
    void jsonIsValidWhateverTheMessageHolds() throws Exception {
        String message = "\"quoted\" \\ \n\r\t \u0000 \u2028 \ud83d\ude00 \ud83d end";

        JsonNode line = json(event("io.bulkhead.host.grpc.X", Level.ERROR, message));

        assertThat(line.path("message").textValue())
                .isEqualTo(message.substring(0, message.length() - 5) + "\ufffd end");
        assertThat(line.path("name").textValue()).isEqualTo("bulkhead.grpc");
        assertThat(line.path("level").textValue()).isEqualTo("ERROR");
        assertThat(line.path("time").textValue())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    }

    @Test
    void jsonHasTheExceptionAsAField() throws Exception {
        RuntimeException failure = new IllegalStateException("a \"b\"\nc");

        JsonNode line = json(event("a", Level.ERROR, "m", failure, Map.of()));

        assertThat(line.path("exception").textValue())
                .startsWith("java.lang.IllegalStateException: a \"b\"\nc\n\tat ");
    }

    @Test
    void jsonHasIdsAndPairsOnceEach() throws Exception {
        LoggingEvent event =
                event(
                        "a",
                        Level.INFO,
                        "m",
                        null,
                        Map.of("request_id", "r1", "trace_id", "t1", "message", "mine"));
        event.addKeyValuePair(new KeyValuePair("duration_ms", 1.5));
        event.addKeyValuePair(new KeyValuePair("request_id", "other"));
        event.addKeyValuePair(new KeyValuePair("count", 3));

        String line = JsonLine.of(event);

        assertThat(line)
                .contains("\"request_id\":\"r1\"", "\"trace_id\":\"t1\"", "\"duration_ms\":1.5")
                .contains("\"count\":3")
                .doesNotContain("other", "mine");
    }
}
