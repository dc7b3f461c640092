package io.bulkhead.host.runtime.process;

import io.bulkhead.codec.json.JsonBuffer;
import io.bulkhead.codec.json.ParametersWriter;
import io.bulkhead.host.runtime.WorkDone;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Prints a child's messages; in the child, so without another JSON library, see {@link JsonObject}.
 */
public final class ChildMessageWriter {
    private static final int LINE_BYTES = 256;

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
        JsonBuffer json = new JsonBuffer(LINE_BYTES);
        ParametersWriter.writeMap(fields(message), json);
        return prefix + json;
    }

    private static Map<String, Object> fields(ChildMessage message) {
        if (message instanceof ChildMessage.Failed failed) {
            Map<String, Object> fields = of("failed", failed.model());
            fields.put("code", failed.code().name());
            fields.put("reason", failed.reason());
            return fields;
        } else if (message instanceof ChildMessage.Loading loading) {
            return of("loading", loading.model());
        } else if (message instanceof ChildMessage.MetricRegistered metric) {
            Map<String, Object> fields = of("register", metric.model());
            fields.put("name", metric.name());
            fields.put("description", metric.description());
            return fields;
        } else if (message instanceof ChildMessage.MetricLogged metric) {
            Map<String, Object> fields = of("log", metric.model());
            fields.put("name", metric.name());
            fields.put("value", number(metric.value()));
            return fields;
        } else if (message instanceof ChildMessage.Described described) {
            return of("described", described.model());
        } else if (message instanceof ChildMessage.Worked worked) {
            Map<String, Object> fields = of("work", worked.model());
            fields.put("work", work(worked.work()));
            return fields;
        } else if (message instanceof ChildMessage.Ready ready) {
            Map<String, Object> fields = of("ready", ready.model());
            fields.put("routes", routes(ready.routes()));
            return fields;
        }
        return line((ChildMessage.Logged) message);
    }

    private static Map<String, Object> of(String kind, int model) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kind", kind);
        fields.put("model", model);
        return fields;
    }

    /** JSON has no infinite numbers. */
    private static Object number(double value) {
        return Double.isFinite(value) ? (Object) value : String.valueOf(value);
    }

    private static Map<String, Object> work(WorkDone work) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("predictions", work.predictions());
        fields.put("predictNanos", work.predictNanos());
        fields.put("queue", stage(work.queue()));
        fields.put("decode", stage(work.decode()));
        fields.put("infer", stage(work.infer()));
        fields.put("encode", stage(work.encode()));
        return fields;
    }

    private static Map<String, Object> stage(WorkDone.Stage stage) {
        List<Object> counts = new ArrayList<>();
        for (long count : stage.counts()) {
            counts.add(count);
        }
        return Map.of("counts", counts, "nanos", stage.nanos());
    }

    private static Map<String, Object> line(ChildMessage.Logged logged) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kind", "line");
        fields.put("level", logged.level().name());
        fields.put("logger", logged.logger());
        fields.put("message", logged.message());
        fields.put("exception", logged.exception());
        fields.put("fields", logged.fields());
        return fields;
    }

    private static List<Object> routes(List<ChildMessage.Route> routes) {
        List<Object> all = new ArrayList<>();
        for (ChildMessage.Route route : routes) {
            all.add(
                    Map.of(
                            "method", route.method(),
                            "path", route.path(),
                            "purpose", route.purpose().name()));
        }
        return all;
    }
}
