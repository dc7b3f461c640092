package io.bulkhead.host.rest;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** A compression that bodies may come in. */
enum ContentCoding {
    GZIP("gzip"),
    /** HTTP's name for the zlib format. */
    DEFLATE("deflate");

    private static final int BUFFER_BYTES = 8192;

    private final String token;

    ContentCoding(String token) {
        this.token = token;
    }

    /** The coding that a header names, if it is one of these. */
    static Optional<ContentCoding> of(String contentEncoding) {
        for (ContentCoding coding : values()) {
            if (contentEncoding.strip().equalsIgnoreCase(coding.token)) {
                return Optional.of(coding);
            }
        }
        return Optional.empty();
    }

    InputStream inflating(InputStream compressed) throws IOException {
        return switch (this) {
            case GZIP -> new GZIPInputStream(compressed, BUFFER_BYTES);
            case DEFLATE -> new InflaterInputStream(compressed);
        };
    }

    /** As in the header. */
    @Override
    public String toString() {
        return token;
    }
}
