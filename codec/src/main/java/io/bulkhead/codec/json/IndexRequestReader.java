package io.bulkhead.codec.json;

/** Reads the body of a request for the repository's index. */
public final class IndexRequestReader {
    private static final FieldNames FIELDS = FieldNames.of("ready");
    private static final int READY = 0;

    private IndexRequestReader() {}

    /**
     * @param length 0 for no body, as Triton's client has it: that asks for all models
     * @return whether only models that are ready are asked for
     * @throws io.bulkhead.api.error.ServingException {@code UNPROCESSABLE} if the body is no object
     */
    public static boolean readReadyOnly(byte[] body, int offset, int length) {
        if (length == 0) {
            return false;
        }
        JsonCursor cursor = new JsonCursor(body, offset, length);
        boolean readyOnly = false;
        if (cursor.beginObject()) {
            do {
                if (cursor.name(FIELDS) == READY) {
                    readyOnly = !cursor.readNull() && cursor.readBoolean();
                } else {
                    cursor.skipValue();
                }
            } while (cursor.nextMember());
        }
        cursor.expectEnd();
        return readyOnly;
    }
}
