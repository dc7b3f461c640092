package io.bulkhead.conformance.replay;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * One HTTP/1.1 response as it came over a socket; nothing is followed, retried or repaired.
 *
 * @param status the status code
 * @param headers by lower-case name; several of one name joined by commas
 * @param text the body as text, decompressed where it is said to be compressed
 */
record HttpResponse(int status, Map<String, String> headers, String text) {
    private static final int CONTINUE = 100;

    /**
     * Reads one response.
     *
     * @param method the method of the request: the answer to HEAD has no body
     * @throws IOException if what comes is cut short or is not HTTP
     */
    static HttpResponse read(InputStream in, String method) throws IOException {
        int status = readStatus(in);
        Map<String, String> headers = readHeaders(in);
        while (status == CONTINUE) {
            status = readStatus(in);
            headers = readHeaders(in);
        }
        boolean bodiless = method.equals("HEAD") || status < 200 || status == 204 || status == 304;
        byte[] body = bodiless ? new byte[0] : readBody(in, headers);
        return new HttpResponse(status, headers, text(body, headers));
    }

    private static String text(byte[] body, Map<String, String> headers) throws IOException {
        boolean compressed = "gzip".equals(headers.get("content-encoding")) && body.length > 0;
        return new String(compressed ? decompress(body) : body, StandardCharsets.UTF_8);
    }

    private static byte[] decompress(byte[] bytes) throws IOException {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return gzip.readAllBytes();
        }
    }

    private static int readStatus(InputStream in) throws IOException {
        String line = readLine(in);
        String[] parts = line.split(" ", 3);
        if (!line.startsWith("HTTP/1.") || parts.length < 2) {
            throw new IOException("not a status line: '" + line + "'");
        }
        return number(parts[1], 10);
    }

    private static Map<String, String> readHeaders(InputStream in) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("not a header: '" + line + "'");
            }
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            headers.merge(name, line.substring(colon + 1).strip(), (a, b) -> a + ", " + b);
        }
        return headers;
    }

    private static byte[] readBody(InputStream in, Map<String, String> headers) throws IOException {
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            return readChunks(in);
        }
        String length = headers.get("content-length");
        return length == null ? in.readAllBytes() : readExactly(in, number(length, 10));
    }

    private static byte[] readChunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = readChunkSize(in); size > 0; size = readChunkSize(in)) {
            body.writeBytes(readExactly(in, size));
            if (!readLine(in).isEmpty()) {
                throw new IOException("a chunk is longer than it says");
            }
        }
        readHeaders(in); // trailers
        return body.toByteArray();
    }

    private static int readChunkSize(InputStream in) throws IOException {
        return number(readLine(in).split(";", 2)[0].strip(), 16);
    }

    private static byte[] readExactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("%d bytes expected, got %d".formatted(length, bytes.length));
        }
        return bytes;
    }

    private static String readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the connection was closed inside the head of a response");
            }
            line.write(b);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private static int number(String digits, int radix) throws IOException {
        try {
            return Integer.parseUnsignedInt(digits, radix);
        } catch (NumberFormatException e) {
            throw new IOException("not a number: '" + digits + "'", e);
        }
    }
}
