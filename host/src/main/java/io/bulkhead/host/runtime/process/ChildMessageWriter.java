package io.bulkhead.host.runtime.process;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.bulkhead.host.runtime.WorkDone;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** Prints a child's messages; in the child, so without data binding, see {@link JsonObject}. */
public final class ChildMessageWriter {
    private final JsonFactory json = new JsonFactory();
    private final String prefix;

    /**
     * @param secret of this child and its parent
     */
    public ChildMessageWriter(String secret) {
        this.prefix = prefix(secret);
    }

    static String prefix(String secret) {
        return "bulkhead-" + secret + " ";
    }

    /** The line for this message. */
    public String print(ChildMessage message) {
        StringWriter line = new StringWriter();
        line.append(prefix);
        try (JsonGenerator out = json.createGenerator(line)) {
            out.writeStartObject();
            write(message, out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter never fails
        }
        return line.toString();
    }

    private static void write(ChildMessage message, JsonGenerator out) throws IOException {
        if (message instanceof ChildMessage.Failed failed) {
            begin("failed", failed.model(), out);
            out.writeStringField("code", failed.code().name());
            out.writeStringField("reason", failed.reason());
        } else if (message instanceof ChildMessage.Loading loading) {
            begin("loading", loading.model(), out);
        } else if (message instanceof ChildMessage.MetricRegistered metric) {
            begin("register", metric.model(), out);
            out.writeStringField("name", metric.name());
            out.writeStringField("description", metric.description());
        } else if (message instanceof ChildMessage.MetricLogged metric) {
            begin("log", metric.model(), out);
            out.writeStringField("name", metric.name());
            out.writeNumberField("value", metric.value());
        } else if (message instanceof ChildMessage.Described described) {
            begin("described", described.model(), out);
        } else if (message instanceof ChildMessage.Worked worked) {
            begin("work", worked.model(), out);
            work(worked.work(), out);
        } else if (message instanceof ChildMessage.Logged logged) {
            logged(logged, out);
        } else if (message instanceof ChildMessage.Ready ready) {
            ready(ready, out);
        }
    }

    private static void begin(String kind, int model, JsonGenerator out) throws IOException {
        out.writeStringField("kind", kind);
        out.writeNumberField("model", model);
    }

    private static void work(WorkDone work, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("work");
        out.writeNumberField("predictions", work.predictions());
        out.writeNumberField("predictNanos", work.predictNanos());
        stage("queue", work.queue(), out);
        stage("decode", work.decode(), out);
        stage("infer", work.infer(), out);
        stage("encode", work.encode(), out);
        out.writeEndObject();
    }

    private static void stage(String name, WorkDone.Stage stage, JsonGenerator out)
            throws IOException {
        out.writeObjectFieldStart(name);
        out.writeArrayFieldStart("counts");
        for (long count : stage.counts()) {
            out.writeNumber(count);
        }
        out.writeEndArray();
        out.writeNumberField("nanos", stage.nanos());
        out.writeEndObject();
    }

    private static void logged(ChildMessage.Logged logged, JsonGenerator out) throws IOException {
        out.writeStringField("kind", "line");
        out.writeStringField("level", logged.level().name());
        out.writeStringField("logger", logged.logger());
        out.writeStringField("message", logged.message());
        out.writeStringField("exception", logged.exception());
        out.writeObjectFieldStart("fields");
        for (Map.Entry<String, String> field : logged.fields().entrySet()) {
            out.writeStringField(field.getKey(), field.getValue());
        }
        out.writeEndObject();
    }

    private static void ready(ChildMessage.Ready ready, JsonGenerator out) throws IOException {
        begin("ready", ready.model(), out);
        out.writeArrayFieldStart("routes");
        for (ChildMessage.Route route : ready.routes()) {
            out.writeStartObject();
            out.writeStringField("method", route.method());
            out.writeStringField("path", route.path());
            out.writeStringField("purpose", route.purpose().name());
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}
