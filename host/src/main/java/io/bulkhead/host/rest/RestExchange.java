package io.bulkhead.host.rest;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import io.bulkhead.codec.json.JsonBuffer;
import io.bulkhead.host.codec.json.MetadataWriter;
import io.bulkhead.host.dataplane.CallContext;
import io.bulkhead.host.dataplane.Failures;
import io.bulkhead.host.telemetry.tracing.NoSpan;
import io.bulkhead.host.telemetry.tracing.TraceSpan;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its one answer. Whoever handles the request calls exactly one of the methods that
 * answer, on any thread; what {@link #closeWhenAnswered} was given is closed once the answer is
 * written or cannot be.
 */
final class RestExchange implements Callback {
    private static final Logger LOG = LoggerFactory.getLogger(RestExchange.class);

    static final HttpField JSON =
            new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "application/json");
    private static final HttpField BINARY =
            new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "application/octet-stream");
    private static final HttpField PLAIN_TEXT =
            new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
    private static final HttpField RETRY_AFTER =
            new PreEncodedHttpField(HttpHeader.RETRY_AFTER, "1");
    private static final HttpField CLOSE = new PreEncodedHttpField(HttpHeader.CONNECTION, "close");

    private static final int LEAST_DEFLATED_BYTES = 500;
    private static final Optional<ContentCoding> NO_CODING = Optional.empty();
    private static final int OK = 200;
    private static final String CODING = HttpHeader.CONTENT_ENCODING.asString();

    private final RestSettings settings;
    private final Request request;
    private final Response response;
    private final Callback callback;
    private Runnable onEnd;
    private TraceSpan span = NoSpan.NONE;
    private boolean openAi;
    private @Nullable Resource resource;

    /** What is held until the answer is written. */
    @FunctionalInterface
    interface Resource {
        void close();
    }

    /**
     * @param onEnd runs once, when all is over
     */
    RestExchange(
            RestSettings settings,
            Request request,
            Response response,
            Callback callback,
            Runnable onEnd) {
        this.settings = settings;
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.onEnd = onEnd;
    }

    RestSettings settings() {
        return settings;
    }

    Request request() {
        return request;
    }

    /** As it came: names in it are percent-encoded. */
    String path() {
        return request.getHttpURI().getPath();
    }

    Response response() {
        return response;
    }

    HttpFields.Mutable responseHeaders() {
        return response.getHeaders();
    }

    /** For work that would keep a thread from its sockets. */
    Executor executor() {
        return request.getComponents().getExecutor();
    }

    /** Runs on a thread that may take its time; a failure is answered. */
    void elsewhere(Runnable answer) {
        executor()
                .execute(
                        () -> {
                            try {
                                answer.run();
                            } catch (RuntimeException failure) {
                                answerFailure(failure);
                            }
                        });
    }

    /**
     * The answer will come later: the client's silence is no reason to give up, its going away is.
     */
    void awaitElsewhere(CallContext context) {
        awaitElsewhere();
        request.addFailureListener(failure -> context.cancel());
    }

    /** The answer will come later, whatever the client does. */
    void awaitElsewhere() {
        request.addIdleTimeoutListener(timeout -> false);
    }

    /** From now on errors are told as OpenAI's protocol tells them. */
    void errorsAsOpenAi() {
        openAi = true;
    }

    /** Runs too, when all is over. */
    void alsoAtEnd(Runnable action) {
        Runnable before = onEnd;
        onEnd =
                () -> {
                    action.run();
                    before.run();
                };
    }

    /** From now on this is what the exchange is part of; it ends the span. */
    void trace(TraceSpan newSpan) {
        span = newSpan;
    }

    /** The context of the one call that this exchange makes. */
    CallContext newContext() {
        return new CallContext(
                new RequestHeaders(request.getHeaders()), CallContext.NO_DEADLINE, 0, span);
    }

    void closeWhenAnswered(Resource newResource) {
        resource = newResource;
    }

    /** Answers 200 with JSON, compressed if the client likes that. */
    void answer(JsonBuffer json) {
        answer(JSON, json.array(), json.length());
    }

    /**
     * Answers 200 with JSON as it is. Triton's asyncio client asks for compression with every call,
     * but understands it only in answers to infer.
     */
    void answerUncompressed(JsonBuffer json) {
        responseHeaders().put(JSON);
        send(OK, json.toByteBuffer());
    }

    /** Answers 200 with JSON and bytes behind it, compressed if the client likes that. */
    void answerBinary(JsonBuffer body) {
        answer(BINARY, body.array(), body.length());
    }

    /** Answers 200 with what this content type says, compressed if the client likes that. */
    void answer(HttpField contentType, byte[] body) {
        answer(contentType, body, body.length);
    }

    private void answer(HttpField contentType, byte[] body, int length) {
        responseHeaders().put(contentType);
        send(OK, encoded(body, length));
    }

    /** The body as the client likes it, and headers that say so. */
    private ByteBuffer encoded(byte[] body, int length) {
        Optional<ContentCoding> coding = length < LEAST_DEFLATED_BYTES ? NO_CODING : accepted();
        if (coding.isEmpty()) {
            return ByteBuffer.wrap(body, 0, length);
        }
        responseHeaders().put(HttpHeader.CONTENT_ENCODING, coding.get().toString());
        responseHeaders().add(HttpHeader.VARY, "Accept-Encoding");
        return ByteBuffer.wrap(Compression.deflate(coding.get(), body, length));
    }

    private Optional<ContentCoding> accepted() {
        String accepted = request.getHeaders().get(HttpHeader.ACCEPT_ENCODING);
        return accepted == null || !settings.gzipEnabled()
                ? NO_CODING
                : ContentCoding.accepted(accepted);
    }

    /** Answers with what a model has put together, compressed if the client likes that. */
    void answer(int status, Map<String, String> headers, ByteBuffer body) {
        headers.forEach((name, value) -> responseHeaders().put(name, value));
        boolean worthIt = body.remaining() >= LEAST_DEFLATED_BYTES && !headers.containsKey(CODING);
        if (worthIt && body.hasArray() && accepted().isPresent()) {
            byte[] plain = new byte[body.remaining()];
            body.duplicate().get(plain);
            send(status, encoded(plain, plain.length));
        } else {
            send(status, body.slice()); // the model may answer with the same memory again
        }
    }

    /** Answers with a status alone. */
    void answerEmpty(int status) {
        send(status, BufferUtil.EMPTY_BUFFER);
    }

    /** Answers with plain text. */
    void answerText(int status, String ascii) {
        responseHeaders().put(PLAIN_TEXT);
        send(status, BufferUtil.toBuffer(ascii));
    }

    /** Answers with an error of the status that belongs to the code. */
    void answerError(ErrorCode code, String message) {
        if (RestErrors.isWorthRetrying(code)) {
            responseHeaders().put(RETRY_AFTER);
        }
        if (code == ErrorCode.PAYLOAD_TOO_LARGE) {
            closeConnection();
        }
        responseHeaders().put(JSON);
        send(status(code), error(code, message).toByteBuffer());
    }

    private int status(ErrorCode code) {
        return RestErrors.status(code, settings.errorProfile());
    }

    /** An error in the form that this exchange tells them in. */
    JsonBuffer error(ErrorCode code, String message) {
        return openAi
                ? OpenAi.error(status(code), code, message)
                : MetadataWriter.writeError(message);
    }

    /** Answers with an error that only this wire has. */
    void answerError(int status, String message) {
        responseHeaders().put(JSON);
        send(status, MetadataWriter.writeError(message).toByteBuffer());
    }

    /** Answers with what went wrong. What is no fault that a client may know of is logged. */
    void answerFailure(Throwable failure) {
        Throwable cause = Failures.causeOf(failure);
        if (cause instanceof ServingException explained) {
            answerError(explained.code(), explained.reason());
        } else {
            String id = UUID.randomUUID().toString();
            LOG.error("{} {} failed, id {}", request.getMethod(), request.getHttpURI(), id, cause);
            answerError(ErrorCode.INTERNAL, "internal error, see the server's log under id " + id);
        }
    }

    /** The body is not read to its end, so nothing behind it can be either. */
    private void closeConnection() {
        if (request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1) {
            responseHeaders().put(CLOSE);
        }
    }

    private void send(int status, ByteBuffer body) {
        response.setStatus(status);
        response.write(true, body, this);
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public void succeeded() {
        close();
        callback.succeeded();
    }

    @Override
    public void failed(Throwable failure) {
        close();
        callback.failed(failure);
    }

    private void close() {
        if (resource != null) {
            resource.close();
        }
        HttpSpans.end(span, response.getStatus());
        onEnd.run();
    }
}
