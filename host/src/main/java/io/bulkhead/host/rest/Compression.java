package io.bulkhead.host.rest;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Inflates bodies up to a limit and deflates answers. Only used where a client asks for it. */
final class Compression {
    private static final int BUFFER_BYTES = 8192;

    private Compression() {}

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

    static byte[] deflate(ContentCoding coding, byte[] body, int length) {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream(length / 3 + 64);
        try (OutputStream out = coding.deflating(deflated)) {
            out.write(body, 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written to", e);
        }
        return deflated.toByteArray();
    }
}
