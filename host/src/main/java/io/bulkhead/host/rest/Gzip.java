package io.bulkhead.host.rest;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Inflates bodies up to a limit and deflates answers. Only used where a client asks for it. */
final class Gzip {
    private static final int BUFFER_BYTES = 8192;
    private static final String CODING = "gzip";

    private Gzip() {}

    /**
     * @throws ServingException {@code INVALID_ARGUMENT} if it is not so compressed, {@code
     *     PAYLOAD_TOO_LARGE} as soon as there is more inside than the limit
     */
    static byte[] inflate(ContentCoding coding, byte[] body, int length, long limit) {
        try (InputStream in = coding.inflating(new ByteArrayInputStream(body, 0, length))) {
            ByteArrayOutputStream inflated = new ByteArrayOutputStream(length * 2);
            byte[] buffer = new byte[BUFFER_BYTES];
            int read;
            while ((read = in.read(buffer)) >= 0) {
                if (inflated.size() + (long) read > limit) {
                    throw new ServingException(
                            ErrorCode.PAYLOAD_TOO_LARGE,
                            "the body inflates to more than the limit of " + limit + " bytes");
                }
                inflated.write(buffer, 0, read);
            }
            return inflated.toByteArray();
        } catch (IOException e) {
            throw new ServingException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the body is not " + coding + ", although Content-Encoding says so",
                    e);
        }
    }

    static byte[] deflate(byte[] body, int length) {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream(length / 3 + 64);
        try (GZIPOutputStream out = new FastGzip(deflated)) {
            out.write(body, 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written to", e);
        }
        return deflated.toByteArray();
    }

    /** Whether the header names gzip and does not forbid it by {@code q=0}. */
    static boolean isAccepted(String acceptEncoding) {
        String[] codings = acceptEncoding.toLowerCase(Locale.ROOT).split(",", -1);
        for (String coding : codings) {
            String[] parts = coding.split(";", -1);
            if (parts[0].strip().equals(CODING)) {
                return parts.length == 1 || !isZero(parts[1].strip());
            }
        }
        return false;
    }

    private static boolean isZero(String weight) {
        return weight.equals("q=0") || (weight.startsWith("q=0.") && weight.matches("q=0\\.0*"));
    }

    /** Text of numbers hardly gets smaller with more effort, only slower. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(ByteArrayOutputStream out) throws IOException {
            super(out, BUFFER_BYTES);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
