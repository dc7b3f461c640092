package io.bulkhead.codec.json;

import io.bulkhead.api.error.ServingException;
import io.bulkhead.codec.sharedmemory.SharedRegion;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bodies of the shared memory extensions. */
public final class SharedMemoryJson {
    private static final String KEY = "key";
    private static final String OFFSET = "offset";
    private static final String BYTE_SIZE = "byte_size";
    private static final byte[] NAME_FIELD = JsonBuffer.ascii("{\"name\":");
    private static final byte[] KEY_FIELD = JsonBuffer.ascii(",\"key\":");
    private static final byte[] OFFSET_FIELD = JsonBuffer.ascii(",\"offset\":");
    private static final byte[] BYTE_SIZE_FIELD = JsonBuffer.ascii(",\"byte_size\":");
    private static final int CAPACITY = 1024;

    private SharedMemoryJson() {}

    /**
     * The region that a client wants to be registered.
     *
     * @throws ServingException {@code UNPROCESSABLE} if the body is no object, {@code
     *     INVALID_ARGUMENT} if something is missing in it
     */
    public static SharedRegion readRegion(String name, byte[] body, int length) {
        JsonCursor cursor = new JsonCursor(body, 0, length);
        Map<String, @Nullable Object> fields = new ParametersReader(cursor).readObject();
        cursor.expectEnd();
        if (!(fields.get(KEY) instanceof String key)) {
            throw ServingException.invalidArgument(
                    "key: the name of a shared memory object is wanted, such as '/input'");
        }
        long offset = fields.get(OFFSET) == null ? 0 : number(fields, OFFSET);
        return new SharedRegion(name, key, offset, number(fields, BYTE_SIZE));
    }

    private static long number(Map<String, @Nullable Object> fields, String field) {
        if (fields.get(field) instanceof Long number && number >= 0) {
            return number;
        }
        throw ServingException.invalidArgument(field + ": a number of bytes is wanted");
    }

    /** The list of these regions. */
    public static JsonBuffer write(List<SharedRegion> regions) {
        JsonBuffer out = new JsonBuffer(CAPACITY);
        out.raw('[');
        for (int i = 0; i < regions.size(); i++) {
            SharedRegion region = regions.get(i);
            if (i > 0) {
                out.raw(',');
            }
            out.raw(NAME_FIELD);
            out.text(region.name());
            out.raw(KEY_FIELD);
            out.text(region.key());
            out.raw(OFFSET_FIELD);
            out.number(region.offset());
            out.raw(BYTE_SIZE_FIELD);
            out.number(region.byteSize());
            out.raw('}');
        }
        out.raw(']');
        return out;
    }
}
