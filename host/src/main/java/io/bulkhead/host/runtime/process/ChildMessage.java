package io.bulkhead.host.runtime.process;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.route.ModelRoute;
import io.bulkhead.host.runtime.WorkDone;
import java.util.List;
import java.util.Map;
import org.slf4j.event.Level;

/**
 * What a child tells its parent unasked, as a line of its standard output that begins with the
 * secret of both; every other line is a model's own. What is told of a model names it by its
 * number, see {@link ChildModel}.
 */
public sealed interface ChildMessage {
    /**
     * The model is loaded and answers.
     *
     * @param routes endpoints of its own
     */
    record Ready(int model, List<Route> routes) implements ChildMessage {
        /** Copies the list. */
        public Ready {
            routes = List.copyOf(routes);
        }
    }

    /** An endpoint of a model's own, see {@link ModelRoute}. */
    record Route(String method, String path, ModelRoute.Purpose purpose) {}

    /** The model still loads, and has got further. */
    record Loading(int model) implements ChildMessage {}

    /** The model cannot be loaded. */
    record Failed(int model, ErrorCode code, String reason) implements ChildMessage {}

    /** The model declares a metric. */
    record MetricRegistered(int model, String name, String description) implements ChildMessage {}

    /** The model observed a value. */
    record MetricLogged(int model, String name, double value) implements ChildMessage {}

    /** The model says something else of itself than before; it can be asked what. */
    record Described(int model) implements ChildMessage {}

    /** What the model has done since this was told last. */
    record Worked(int model, WorkDone work) implements ChildMessage {}

    /**
     * A line of the child's log.
     *
     * @param exception a stack trace; empty if there is none
     * @param fields the MDC under which it was logged
     */
    record Logged(
            Level level,
            String logger,
            String message,
            String exception,
            Map<String, String> fields)
            implements ChildMessage {}
}
