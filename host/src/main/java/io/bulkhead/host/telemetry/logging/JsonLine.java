package io.bulkhead.host.telemetry.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.bulkhead.api.metadata.ModelId;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.event.KeyValuePair;

/** One JSON object on one line, whatever the message holds. */
final class JsonLine {
    private static final JsonFactory JSON = new JsonFactory();

    /** What a line has anyway; the same name in the MDC would make it twice. */
    private static final Set<String> OWN =
            Set.of(
                    "time",
                    "name",
                    "level",
                    "message",
                    "thread",
                    LogFields.MODEL_NAME,
                    LogFields.MODEL_VERSION,
                    LogFields.EXCEPTION);

    private JsonLine() {}

    static String of(ILoggingEvent event) {
        StringWriter line = new StringWriter(256);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            write(event, json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter never fails
        }
        return line.append('\n').toString();
    }

    private static void write(ILoggingEvent event, JsonGenerator json) throws IOException {
        json.writeStringField("time", TextLine.utc(event.getTimeStamp()));
        json.writeStringField("name", LogNames.shown(event.getLoggerName()));
        json.writeStringField("level", EventFields.level(event));
        json.writeStringField("message", wellFormed(event.getFormattedMessage()));
        Optional<ModelId> model = EventFields.model(event);
        if (model.isPresent()) {
            json.writeStringField(LogFields.MODEL_NAME, wellFormed(model.get().name()));
            if (!model.get().version().isEmpty()) {
                json.writeStringField(LogFields.MODEL_VERSION, wellFormed(model.get().version()));
            }
        }
        for (Map.Entry<String, String> entry : event.getMDCPropertyMap().entrySet()) {
            writeOther(entry.getKey(), entry.getValue(), json);
        }
        for (KeyValuePair pair : EventFields.pairs(event)) {
            if (!event.getMDCPropertyMap().containsKey(pair.key)) {
                writeOther(pair.key, pair.value, json);
            }
        }
        String exception = EventFields.exception(event);
        if (!exception.isEmpty()) {
            json.writeStringField(LogFields.EXCEPTION, wellFormed(exception.stripTrailing()));
        }
    }

    private static void writeOther(String name, Object value, JsonGenerator json)
            throws IOException {
        if (OWN.contains(name)) {
            return;
        }
        json.writeFieldName(wellFormed(name));
        if (value instanceof Integer || value instanceof Long) {
            json.writeNumber(((Number) value).longValue());
        } else if (value instanceof Double number && Double.isFinite(number)) {
            json.writeNumber(number);
        } else {
            json.writeString(wellFormed(String.valueOf(value)));
        }
    }

    /** Half a surrogate pair has no UTF-8. */
    private static String wellFormed(String text) {
        return text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF)
                ? text.codePoints()
                        .map(c -> c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString()
                : text;
    }
}
