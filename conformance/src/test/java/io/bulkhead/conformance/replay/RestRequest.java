package io.bulkhead.conformance.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/** A request as a step has it, to the byte: no header but those that are asked for. */
final class RestRequest {
    private static final Pattern NOT_IN_A_TARGET = Pattern.compile("[^\\x21-\\x7e]");

    private final String method;
    private final byte[] bytes;

    private RestRequest(String method, byte[] bytes) {
        this.method = method;
        this.bytes = bytes;
    }

    /**
     * @param step a REST step
     * @param host the value of the Host header
     * @param basePath what comes before the step's path
     */
    static RestRequest of(JsonNode step, String host, String basePath) throws IOException {
        Optional<byte[]> body = body(step);
        String method = step.path("method").asText("GET");
        String target = basePath + step.path("path").asText();
        if (NOT_IN_A_TARGET.matcher(target).find()) {
            throw new IOException("a request target is printable ASCII: " + target);
        }
        StringBuilder head = new StringBuilder();
        head.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
        head.append("Host: ").append(host).append("\r\n");
        headers(step, body).forEach(line -> head.append(line).append("\r\n"));
        head.append("\r\n");

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        body.ifPresent(bytes::writeBytes);
        return new RestRequest(method, bytes.toByteArray());
    }

    String method() {
        return method;
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(bytes);
    }

    /** A header that is null is not sent, and no default takes its place. */
    private static List<String> headers(JsonNode step, Optional<byte[]> body) {
        Map<String, JsonNode> asked = Trees.fields(step.path("headers"));
        List<String> names =
                asked.keySet().stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        List<String> lines = new ArrayList<>();
        if (body.isPresent() && !names.contains("content-type")) {
            lines.add("Content-Type: application/json");
        }
        if (body.isPresent() && !names.contains("content-length")) {
            lines.add("Content-Length: " + body.get().length);
        }
        asked.forEach(
                (name, value) -> {
                    List<JsonNode> values =
                            value.isArray() ? Trees.elements(value) : List.of(value);
                    values.stream()
                            .filter(one -> !one.isNull())
                            .forEach(one -> lines.add(name + ": " + one.asText()));
                });
        return lines;
    }

    private static Optional<byte[]> body(JsonNode step) throws IOException {
        Optional<byte[]> plain = plainBody(step);
        boolean gzip = step.path("gzip").asBoolean();
        return gzip && plain.isPresent() ? Optional.of(compress(plain.get())) : plain;
    }

    private static Optional<byte[]> plainBody(JsonNode step) throws IOException {
        if (step.has("body_base64")) {
            return Optional.of(Base64.getMimeDecoder().decode(step.path("body_base64").asText()));
        }
        if (step.has("body_text")) {
            return Optional.of(step.path("body_text").asText().getBytes(StandardCharsets.UTF_8));
        }
        if (step.has("body")) {
            String json = PythonJson.write(step.path("body"));
            return Optional.of(json.getBytes(StandardCharsets.UTF_8));
        }
        return Optional.empty();
    }

    private static byte[] compress(byte[] bytes) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        }
        return compressed.toByteArray();
    }
}
