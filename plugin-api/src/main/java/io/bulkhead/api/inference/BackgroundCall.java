package io.bulkhead.api.inference;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whoever asks waits as long as it takes. */
record BackgroundCall(Map<String, List<String>> headers) implements RequestContext {
    static final RequestContext WITHOUT_HEADERS = new BackgroundCall(Map.of());

    @Override
    public Optional<Duration> timeRemaining() {
        return Optional.empty();
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public void onCancel(Runnable action) {
        // that moment never comes
    }
}
