package io.bulkhead.host.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.bulkhead.host.config.ServerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CorsPolicyTest {
    private static final String CONSOLE = "https://console.example.org";
    private static final ServerSettings.Cors STRICT =
            new ServerSettings.Cors(
                    List.of(CONSOLE),
                    Optional.of("https://.*\\.internal"),
                    true,
                    List.of("GET", "POST"),
                    List.of("Content-Type", "X-Custom"),
                    1200);
    private static final ServerSettings.Cors OPEN =
            new ServerSettings.Cors(
                    List.of("*"), Optional.empty(), false, List.of("*"), List.of("*"), 600);

    private static String preflight(TestRest rest, String origin, String method, String... headers)
            throws Exception {
        try (TestRest.RawConnection connection = rest.connect()) {
            List<String> lines = new ArrayList<>();
            lines.add("OPTIONS /v2/models/m/infer HTTP/1.1");
            lines.add("Host: x");
            lines.add("Connection: close");
            lines.add("Origin: " + origin);
            lines.add("Access-Control-Request-Method: " + method);
            for (String header : headers) {
                lines.add("Access-Control-Request-Headers: " + header);
            }
            connection.write(String.join("\r\n", lines) + "\r\n\r\n");
            return connection.readAll();
        }
    }

    private static String get(TestRest rest, String headers) throws Exception {
        try (TestRest.RawConnection connection = rest.connect()) {
            connection.write(
                    "GET /v2/health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                            + headers
                            + "\r\n");
            return connection.readAll();
        }
    }

    @Test
    void anAllowedPreflightSaysWhatIsAllowed() throws Exception {
        try (TestRest rest = TestRest.with(STRICT)) {
            assertThat(preflight(rest, CONSOLE, "POST", "content-type,x-custom"))
                    .startsWith("HTTP/1.1 200")
                    .contains("Access-Control-Allow-Origin: " + CONSOLE + "\r\n")
                    .contains("Access-Control-Allow-Credentials: true\r\n")
                    .contains("Access-Control-Allow-Methods: GET, POST\r\n")
                    .contains("Access-Control-Max-Age: 1200\r\n")
                    .contains(
                            "Access-Control-Allow-Headers: Accept, Accept-Language,"
                                    + " Content-Language, Content-Type, X-Custom\r\n")
                    .contains("Vary: Origin\r\n")
                    .contains("Content-Type: text/plain; charset=utf-8\r\n")
                    .endsWith("\r\n\r\nOK");
            assertThat(preflight(rest, "https://a.internal", "GET")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aRefusedPreflightSaysWhy() throws Exception {
        try (TestRest rest = TestRest.with(STRICT)) {
            assertThat(preflight(rest, "https://evil.example", "POST"))
                    .startsWith("HTTP/1.1 400")
                    .doesNotContain("Access-Control-Allow-Origin")
                    .endsWith("Disallowed CORS origin");
            assertThat(preflight(rest, CONSOLE, "DELETE")).endsWith("Disallowed CORS method");
            assertThat(preflight(rest, CONSOLE, "POST", "x-secret"))
                    .endsWith("Disallowed CORS headers");
            assertThat(preflight(rest, "https://evil.example", "DELETE", "x-secret"))
                    .endsWith("Disallowed CORS origin, method, headers");
        }
    }

    @Test
    void plainRequestsAreServedToAllAndNamedToTheAllowed() throws Exception {
        try (TestRest rest = TestRest.with(STRICT)) {
            assertThat(get(rest, "Origin: " + CONSOLE + "\r\n"))
                    .startsWith("HTTP/1.1 200")
                    .contains("Access-Control-Allow-Origin: " + CONSOLE + "\r\n")
                    .contains("Vary: Origin\r\n");
            assertThat(get(rest, "Origin: https://evil.example\r\n"))
                    .startsWith("HTTP/1.1 200")
                    .doesNotContain("Access-Control-Allow-Origin");
            assertThat(get(rest, "")).doesNotContain("Access-Control");
        }
    }

    @Test
    void anOpenPolicyAllowsAll() throws Exception {
        try (TestRest rest = TestRest.with(OPEN)) {
            assertThat(preflight(rest, "https://a.example", "DELETE", "x-any"))
                    .startsWith("HTTP/1.1 200")
                    .contains("Access-Control-Allow-Origin: *\r\n")
                    .contains("Access-Control-Allow-Headers: x-any\r\n");
            assertThat(get(rest, "Origin: https://a.example\r\n"))
                    .contains("Access-Control-Allow-Origin: *\r\n");
            assertThat(get(rest, "Origin: https://a.example\r\nCookie: a=b\r\n"))
                    .contains("Access-Control-Allow-Origin: https://a.example\r\n");
        }
    }
}
