package io.bulkhead.testkit;

import io.bulkhead.api.ModelMetrics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a model registered and logged. Thread-safe. */
public final class LoggedMetrics implements ModelMetrics {
    private final Map<String, String> registered = new ConcurrentHashMap<>();
    private final Map<String, List<Double>> logged = new ConcurrentHashMap<>();

    @Override
    public void register(String name, String description) {
        registered.put(name, description);
    }

    @Override
    public void log(String name, double value) {
        logged.computeIfAbsent(name, n -> new CopyOnWriteArrayList<>()).add(value);
    }

    /** Names and descriptions. */
    public Map<String, String> registered() {
        return Map.copyOf(registered);
    }

    /** All values under this name, in order. */
    public List<Double> logged(String name) {
        return List.copyOf(logged.getOrDefault(name, List.of()));
    }
}
