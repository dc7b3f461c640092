package io.bulkhead.host.codec.json;

import io.bulkhead.api.metadata.TensorMetadata;
import io.bulkhead.codec.json.InferenceResponseWriter;
import io.bulkhead.codec.json.JsonBuffer;
import io.bulkhead.codec.json.ParametersWriter;
import io.bulkhead.host.controlplane.IndexEntry;
import io.bulkhead.host.dataplane.ModelDescription;
import io.bulkhead.host.dataplane.ServerMetadata;
import java.util.List;
import java.util.function.Consumer;

/** Writes the answers that are not inference: metadata, the repository's index, errors. */
public final class MetadataWriter {
    private static final int CAPACITY = 512;

    private MetadataWriter() {}

    /** The server's metadata. */
    public static JsonBuffer write(ServerMetadata metadata) {
        JsonBuffer out = new JsonBuffer(CAPACITY);
        field("{\"name\":", metadata.name(), out);
        field(",\"version\":", metadata.version(), out);
        list(",\"extensions\":", metadata.extensions(), out::text, out);
        out.raw('}');
        return out;
    }

    /** A model's metadata; all six fields are always there. */
    public static JsonBuffer write(ModelDescription model) {
        JsonBuffer out = new JsonBuffer(CAPACITY);
        field("{\"name\":", model.name(), out);
        list(",\"versions\":", model.versions(), out::text, out);
        field(",\"platform\":", model.platform(), out);
        list(",\"inputs\":", model.inputs(), tensor -> write(tensor, out), out);
        list(",\"outputs\":", model.outputs(), tensor -> write(tensor, out), out);
        out.raw(JsonBuffer.ascii(",\"parameters\":"));
        ParametersWriter.write(model.parameters(), out);
        out.raw('}');
        return out;
    }

    private static void write(TensorMetadata tensor, JsonBuffer out) {
        field("{\"name\":", tensor.name(), out);
        field(",\"datatype\":", tensor.datatype().name(), out);
        out.raw(JsonBuffer.ascii(",\"shape\":"));
        InferenceResponseWriter.writeShape(tensor.shape(), out);
        if (!tensor.parameters().isEmpty()) {
            out.raw(JsonBuffer.ascii(",\"parameters\":"));
            ParametersWriter.write(tensor.parameters(), out);
        }
        out.raw('}');
    }

    /** The repository's index. */
    public static JsonBuffer write(List<IndexEntry> index) {
        JsonBuffer out = new JsonBuffer(CAPACITY);
        list("", index, entry -> write(entry, out), out);
        return out;
    }

    private static void write(IndexEntry entry, JsonBuffer out) {
        field("{\"name\":", entry.name(), out);
        if (!entry.version().isEmpty()) {
            field(",\"version\":", entry.version(), out);
        }
        field(",\"state\":", entry.state().name(), out);
        field(",\"reason\":", entry.reason(), out);
        out.raw('}');
    }

    /** What a client gets when a request fails. */
    public static JsonBuffer writeError(String message) {
        JsonBuffer out = new JsonBuffer(message.length() + 32);
        field("{\"error\":", message, out);
        out.raw('}');
        return out;
    }

    private static void field(String name, String value, JsonBuffer out) {
        out.raw(JsonBuffer.ascii(name));
        out.text(value);
    }

    private static <T> void list(String name, List<T> values, Consumer<T> writer, JsonBuffer out) {
        out.raw(JsonBuffer.ascii(name));
        out.raw('[');
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                out.raw(',');
            }
            writer.accept(values.get(i));
        }
        out.raw(']');
    }
}
