package io.bulkhead.client;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** How a client asks. Immutable; each {@code with} gives a copy with one thing changed. */
public final class ClientOptions {
    private static final ClientOptions STANDARD =
            new ClientOptions(
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(5),
                    RetryPolicy.STANDARD,
                    Map.of(),
                    null,
                    true,
                    false);

    private final Duration deadline;
    private final Duration connectTimeout;
    private final RetryPolicy retries;
    private final Map<String, String> headers;
    private final @Nullable SSLContext tls;
    private final boolean binaryTensors;
    private final boolean deadlineTold;

    private ClientOptions(
            Duration deadline,
            Duration connectTimeout,
            RetryPolicy retries,
            Map<String, String> headers,
            @Nullable SSLContext tls,
            boolean binaryTensors,
            boolean deadlineTold) {
        this.deadline = deadline;
        this.connectTimeout = connectTimeout;
        this.retries = retries;
        this.headers = headers;
        this.tls = tls;
        this.binaryTensors = binaryTensors;
        this.deadlineTold = deadlineTold;
    }

    /**
     * A minute for a call, five seconds to connect, {@link RetryPolicy#STANDARD}, values as bytes.
     */
    public static ClientOptions standard() {
        return STANDARD;
    }

    /** How long a call may take, with all its attempts. */
    public Duration deadline() {
        return deadline;
    }

    /**
     * How long a call may take, with all its attempts.
     *
     * @throws IllegalArgumentException unless it is positive
     */
    public ClientOptions withDeadline(Duration newDeadline) {
        return new ClientOptions(
                positive(newDeadline),
                connectTimeout,
                retries,
                headers,
                tls,
                binaryTensors,
                deadlineTold);
    }

    /** How long connecting may take. */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /**
     * How long connecting may take.
     *
     * @throws IllegalArgumentException unless it is positive
     */
    public ClientOptions withConnectTimeout(Duration newTimeout) {
        return new ClientOptions(
                deadline, positive(newTimeout), retries, headers, tls, binaryTensors, deadlineTold);
    }

    private static Duration positive(Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException("a time above zero is wanted, found " + duration);
        }
        return duration;
    }

    /** What is done about failures that may pass. */
    public RetryPolicy retries() {
        return retries;
    }

    /** What is done about failures that may pass. */
    public ClientOptions withRetries(RetryPolicy newRetries) {
        return new ClientOptions(
                deadline, connectTimeout, newRetries, headers, tls, binaryTensors, deadlineTold);
    }

    /** HTTP headers or gRPC metadata that go with every call. */
    public Map<String, String> headers() {
        return headers;
    }

    /** One header more, e.g. {@code authorization}. */
    public ClientOptions withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ClientOptions(
                deadline,
                connectTimeout,
                retries,
                Map.copyOf(more),
                tls,
                binaryTensors,
                deadlineTold);
    }

    /** Whom to trust and, with mutual TLS, who we are; empty: in the clear. */
    public Optional<SSLContext> tls() {
        return Optional.ofNullable(tls);
    }

    /** Secures the connection; needed for {@link GrpcClient}, and for another trust than Java's. */
    public ClientOptions withTls(SSLContext context) {
        return new ClientOptions(
                deadline, connectTimeout, retries, headers, context, binaryTensors, deadlineTold);
    }

    /** Whether values go over REST as bytes behind the JSON. */
    public boolean binaryTensors() {
        return binaryTensors;
    }

    /**
     * Whether values go over REST as bytes behind the JSON (the binary tensor extension of Triton
     * and Bulkhead), which costs a fraction of the time; for a server without that extension, such
     * as MLServer, switch it off. Over gRPC they always do.
     */
    public ClientOptions withBinaryTensors(boolean binary) {
        return new ClientOptions(
                deadline, connectTimeout, retries, headers, tls, binary, deadlineTold);
    }

    /** Whether a request over REST tells the server how long its answer is waited for. */
    public boolean isDeadlineTold() {
        return deadlineTold;
    }

    /**
     * Whether a request over REST tells the server how long its answer is waited for, in the
     * parameter {@code timeout} that Triton and Bulkhead know; models see it, too. Without it the
     * server goes on with a request that nobody waits for. gRPC always tells.
     */
    public ClientOptions withDeadlineTold(boolean told) {
        return new ClientOptions(
                deadline, connectTimeout, retries, headers, tls, binaryTensors, told);
    }
}
