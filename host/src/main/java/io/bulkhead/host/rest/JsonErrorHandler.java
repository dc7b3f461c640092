package io.bulkhead.host.rest;

import io.bulkhead.host.codec.json.MetadataWriter;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Answers what never becomes a request (a broken header, a path too long) as all else is. */
final class JsonErrorHandler extends ErrorHandler {
    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.write(true, body(code, message), callback);
    }

    private static ByteBuffer body(int status, @Nullable String message) {
        boolean serverFault = HttpStatus.isServerError(status);
        String shown = message == null || serverFault ? HttpStatus.getMessage(status) : message;
        return MetadataWriter.writeError(shown).toByteBuffer();
    }
}
