package io.bulkhead.plugin.mlflow;

import io.bulkhead.api.inference.RequestContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A call that nobody cancels. */
record TestCall(Map<String, List<String>> headers) implements RequestContext {
    static TestCall of(String contentType) {
        return new TestCall(Map.of("content-type", List.of(contentType)));
    }

    @Override
    public Optional<Duration> timeRemaining() {
        return Optional.empty();
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public void onCancel(Runnable action) {}
}
