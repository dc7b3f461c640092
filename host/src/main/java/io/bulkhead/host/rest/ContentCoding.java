package io.bulkhead.host.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;

/** A compression that bodies and answers may come in; the better one first. */
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

    /**
     * The coding for an answer to who sends this header: gzip, which all do alike, before deflate;
     * none that it forbids by {@code q=0}.
     */
    static Optional<ContentCoding> accepted(String acceptEncoding) {
        String accepted = acceptEncoding.toLowerCase(Locale.ROOT);
        for (ContentCoding coding : values()) {
            if (coding.isAccepted(accepted)) {
                return Optional.of(coding);
            }
        }
        return Optional.empty();
    }

    private boolean isAccepted(String acceptEncoding) {
        for (String coding : acceptEncoding.split(",", -1)) {
            String[] parts = coding.split(";", -1);
            if (parts[0].strip().equals(token)) {
                return parts.length == 1 || !isZero(parts[1].strip());
            }
        }
        return false;
    }

    private static boolean isZero(String weight) {
        return weight.equals("q=0") || (weight.startsWith("q=0.") && weight.matches("q=0\\.0*"));
    }

    /** Whether a header names a coding that is none of these. */
    static boolean isUnknown(String contentEncoding) {
        String coding = contentEncoding.strip();
        return !coding.isEmpty() && !coding.equalsIgnoreCase("identity") && of(coding).isEmpty();
    }

    DeflaterOutputStream deflating(OutputStream out) throws IOException {
        return switch (this) {
            case GZIP -> new FastGzip(out);
            case DEFLATE -> new FastDeflate(out);
        };
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

    /** Text of numbers hardly gets smaller with more effort, only slower. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, BUFFER_BYTES);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    /** Frees its deflater itself, as one that is handed in is not. */
    private static final class FastDeflate extends DeflaterOutputStream {
        FastDeflate(OutputStream out) {
            super(out, new Deflater(Deflater.BEST_SPEED), BUFFER_BYTES);
        }

        @Override
        public void close() throws IOException {
            try {
                super.close();
            } finally {
                def.end();
            }
        }
    }
}
