package io.bulkhead.host.runtime.process;

import io.bulkhead.host.config.LogLevel;
import java.util.Map;

/** What a parent wants of a child that runs, as a line of the child's standard input. */
public sealed interface ParentOrder {
    /** Load a copy of a model; the child tells what became of it. */
    record Load(ChildModel model) implements ParentOrder {}

    /** Close a copy of a model, loaded or not yet. */
    record Unload(int number) implements ParentOrder {}

    /** Let the loggers have these levels, by their names, and no others; empty is the root. */
    record Levels(Map<String, LogLevel> levels) implements ParentOrder {
        /** Copies the map. */
        public Levels {
            levels = Map.copyOf(levels);
        }
    }
}
