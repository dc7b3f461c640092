package io.bulkhead.conformance.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpResponseTest {
    @Test
    void readsAsManyBytesAsTheLengthSays() throws IOException {
        var response = read("GET", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text()).isEqualTo("abc");
    }

    @Test
    void joinsChunks() throws IOException {
        String chunks = "3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nX-Trailer: 1\r\n\r\n";
        var response =
                read("GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
        assertThat(response.text()).isEqualTo("abc0123456789");
    }

    @Test
    void readsToTheEndWhereNothingSaysHowLong() throws IOException {
        assertThat(read("GET", "HTTP/1.1 200 OK\r\n\r\nabc").text()).isEqualTo("abc");
    }

    @Test
    void joinsHeadersOfOneName() throws IOException {
        var response = read("GET", "HTTP/1.1 204 No Content\r\nVary: a\r\nVARY:  b \r\n\r\n");
        assertThat(response.headers()).containsEntry("vary", "a, b");
    }

    @Test
    void theAnswerToHeadHasNoBodyWhateverItsLength() throws IOException {
        var response = read("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n");
        assertThat(response.text()).isEmpty();
    }

    @Test
    void passesOverAnInterimAnswer() throws IOException {
        String interim = "HTTP/1.1 100 Continue\r\n\r\n";
        var response = read("POST", interim + "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
        assertThat(response.status()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab",
                "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
                "SSH-2.0\r\n\r\n"
            })
    void refusesWhatIsCutShortOrIsNotHttp(String bytes) {
        assertThatThrownBy(() -> read("GET", bytes)).isInstanceOf(IOException.class);
    }

    private static HttpResponse read(String method, String bytes) throws IOException {
        byte[] raw = bytes.getBytes(StandardCharsets.ISO_8859_1);
        return HttpResponse.read(new ByteArrayInputStream(raw), method);
    }
}
