package io.bulkhead.client;

import io.bulkhead.client.ClientException.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Answers as server-sent events (WHATWG HTML, section 9.2). */
final class EventReplies extends ReadAhead {
    private static final String DATA = "data:";
    private static final String ERROR = "{\"error\":";

    private final BufferedReader lines;
    private final Duration deadline;
    private final CompletableFuture<Void> timer;
    private volatile boolean late;

    /**
     * @param body closed when the deadline passes, so that nobody waits for it any longer
     */
    EventReplies(InputStream body, Duration deadline) {
        this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        this.deadline = deadline;
        this.timer =
                CompletableFuture.runAsync(
                        () -> expire(body),
                        CompletableFuture.delayedExecutor(
                                deadline.toNanos(), TimeUnit.NANOSECONDS, Runnable::run));
    }

    private void expire(InputStream body) {
        late = true;
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    @Nullable Reply read() {
        Reply reply;
        try {
            reply = event();
        } catch (IOException e) {
            close();
            throw late ? RestFailures.late(deadline, e) : RestFailures.broken(e);
        }
        if (reply == null) {
            close();
            if (late) {
                throw RestFailures.late(deadline, null);
            }
        }
        return reply;
    }

    private @Nullable Reply event() throws IOException {
        StringBuilder data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(DATA)) {
                data.append(line, DATA.length(), line.length()).append('\n');
            } else if (line.isEmpty() && data.length() > 0) {
                return reply(data.toString().strip());
            }
        }
        return null;
    }

    private static Reply reply(String data) {
        byte[] json = data.getBytes(StandardCharsets.UTF_8);
        if (data.startsWith(ERROR)) {
            throw new ClientException(
                    Kind.REFUSED, "the stream ended: " + RestFailures.reason(json));
        }
        return RestClient.reply(json, json.length);
    }

    @Override
    public void close() {
        super.close();
        timer.cancel(false);
        try {
            lines.close();
        } catch (IOException e) {
            throw RestFailures.broken(e);
        }
    }
}
